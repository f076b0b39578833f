// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICourthouse} from "../contracts/interfaces/ICourthouse.sol";
import {CourtHandler} from "./support/CourtHandler.sol";
import {InvariantBase} from "./support/InvariantBase.sol";

contract CourtInvariantTest is InvariantBase {
    CourtHandler private handler;

    function setUp() public {
        handler = new CourtHandler();
        handlerAddress = address(handler);
    }

    /// What the courthouse holds is the sum of bonds, pots and credits, plus what was given to it unasked.
    function invariant_HeldIsBondsPotsAndCredits() public view {
        vm.assertEq(handler.held(), handler.owedInAll(), "reckoned from outside");
        vm.assertEq(handler.balance(), handler.held() + handler.donated(), "and it is there");
    }

    /// All that was slashed in settled cases went to refunds, reporters and the fire, and nowhere else.
    function invariant_SlashedIsRefundsRewardsAndBurned() public view {
        vm.assertEq(handler.slashed(), handler.refunds() + handler.rewards() + handler.burned(), "conserved");
    }

    /// An operator's locks are its cases that are open or convicted; no stake leaves meanwhile (asserted at each try).
    function invariant_LocksAreOpenCases() public view {
        uint256 open = 0;
        for (uint256 i = 0; i < handler.caseCount(); i++) {
            ICourthouse.CaseState state = handler.stateOf(handler.caseAt(i));
            if (state == ICourthouse.CaseState.Open || state == ICourthouse.CaseState.Convicted) open++;
        }
        vm.assertEq(handler.locksOf(), open, "one lock a case");
    }
}
