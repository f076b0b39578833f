// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICourthouse} from "../interfaces/ICourthouse.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title How much is slashed, and who gets it
library Sentences {
    uint256 internal constant BPS = 10_000;

    /// @notice Returns what a conviction slashes: min(all stake, max(floor share of it, multiple × exposure)).
    function sizeOf(uint256 stake, uint256 exposure, uint256 floorBps, uint256 multipleBps)
        internal
        pure
        returns (uint256)
    {
        uint256 floor = stake * floorBps / BPS;
        // A declared exposure may be any number; what passes the stake makes no difference.
        uint256 scaled = exposure > type(uint128).max ? type(uint128).max : exposure;
        return Math.min(stake, Math.max(floor, scaled * multipleBps / BPS));
    }

    /// @notice Splits a slash: refunds first, proven claims before the others, then costs, then the reward; the rest burns.
    /// @return poolProven what proven claims share
    /// @return poolUnproven what the others share
    /// @return costs what the reporter gets back
    /// @return reward what the reporter earns
    function split(ICourthouse.Pot memory pot, uint256 refundBps, uint256 refundShareMaxBps, uint256 rewardBps)
        internal
        pure
        returns (uint256 poolProven, uint256 poolUnproven, uint256 costs, uint256 reward)
    {
        uint256 left = pot.slashed;
        uint256 refundsMax = left * refundShareMaxBps / BPS;
        poolProven = Math.min(refundsMax, Math.mulDiv(pot.claimedProven, refundBps, BPS));
        poolUnproven = Math.min(refundsMax - poolProven, Math.mulDiv(pot.claimedUnproven, refundBps, BPS));
        left -= poolProven + poolUnproven;
        costs = Math.min(left, pot.costs);
        left -= costs;
        reward = pot.again ? 0 : Math.min(left, pot.slashed * rewardBps / BPS);
    }
}
