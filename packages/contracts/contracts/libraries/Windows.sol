// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Bounds on the spans of time that rules run on
/// @notice Every window (an epoch, a time to answer, a time to appeal) is fixed when a contract is made and must lie
/// between a minimum and a maximum. The minima protect people who must notice and act; a developer's own chain has
/// none but a second, and is known by its id: anvil's and hardhat's, which no public network uses. So no switch can
/// shorten a window where there is real money.
library Windows {
    /// @notice The chain id of a developer's own chain.
    uint256 internal constant DEVELOPMENT_CHAIN_ID = 31_337;

    error WindowOutOfBounds(uint256 given, uint256 min, uint256 max);

    /// @notice Returns a window, in seconds, when it is within bounds.
    /// @param min the shortest on any chain but a developer's own
    function check(uint256 given, uint256 min, uint256 max) internal view returns (uint48) {
        uint256 least = isDevelopment() ? 1 : min;
        if (given < least || given > max) revert WindowOutOfBounds(given, least, max);
        // casting is safe: every maximum is a matter of days
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint48(given);
    }

    /// @notice Returns whether this is a developer's own chain.
    function isDevelopment() internal view returns (bool) {
        return block.chainid == DEVELOPMENT_CHAIN_ID;
    }
}
