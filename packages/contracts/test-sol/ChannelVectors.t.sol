// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IEscrow} from "../contracts/interfaces/IEscrow.sol";
import {ChannelState} from "../contracts/libraries/ChannelStates.sol";
import {EscrowFixture} from "./support/EscrowFixture.sol";

/// @title vectors/channel.json: the escrow allows the transitions of the table and no others
contract ChannelVectorsTest is EscrowFixture {
    /// Every pair of state and event, each on an escrow of its own.
    function testVectors() public {
        string memory json = vm.readFile("../../vectors/channel.json");
        uint256 i = 0;
        for (; vm.keyExistsJson(json, string.concat(".transitions[", vm.toString(i), "]")); i++) {
            string memory case_ = string.concat(".transitions[", vm.toString(i), "]");
            string memory from = vm.parseJsonString(json, string.concat(case_, ".from"));
            string memory event_ = vm.parseJsonString(json, string.concat(case_, ".event"));
            string memory to = vm.parseJsonString(json, string.concat(case_, ".to"));
            bring(from);
            bool done = tryEvent(event_);
            vm.assertEq(done, !is_(to, "null"), string.concat(event_, " from ", from));
            vm.assertEq(stateName(), done ? to : from, string.concat(event_, " from ", from, " leads to"));
        }
        vm.assertEq(i, 21, "three states, seven events");
    }

    function bring(string memory state) private {
        EscrowFixture.setUp();
        fund(payer.at, 2 * DEPOSIT);
        if (is_(state, "open") || is_(state, "closing")) {
            vm.prank(payer.at);
            escrow.openChannel(operator.at, address(dollar), DEPOSIT, session.at);
        }
        if (is_(state, "closing")) {
            vm.prank(payer.at);
            vm.warp(escrow.startClose(operator.at, address(dollar)));
        }
        vm.assertEq(stateName(), state, "the state to start from");
    }

    function tryEvent(string memory event_) private returns (bool done) {
        (address caller, bytes memory data) = callOf(event_);
        vm.prank(caller);
        (done,) = address(escrow).call(data);
    }

    function callOf(string memory event_) private view returns (address caller, bytes memory data) {
        IEscrow.Redemption memory last = voucher(5e6);
        if (is_(event_, "open")) {
            return (payer.at, abi.encodeCall(escrow.openChannel, (operator.at, address(dollar), DEPOSIT, session.at)));
        }
        if (is_(event_, "topUp")) {
            return (payer.at, abi.encodeCall(escrow.topUp, (operator.at, address(dollar), 1)));
        }
        if (is_(event_, "redeem")) {
            return (stranger.at, abi.encodeCall(escrow.redeem, (operator.at, address(dollar), batchOf(last))));
        }
        if (is_(event_, "startClose")) {
            return (payer.at, abi.encodeCall(escrow.startClose, (operator.at, address(dollar))));
        }
        if (is_(event_, "finishClose")) {
            return (stranger.at, abi.encodeCall(escrow.finishClose, (payer.at, operator.at, address(dollar))));
        }
        if (is_(event_, "closeByOperator")) {
            return (operator.at, abi.encodeCall(escrow.closeByOperator, (payer.at, address(dollar))));
        }
        vm.assertEq(event_, "closeCooperatively", "an event this test knows");
        bytes memory consent = signBytes(operator.secret, escrow.channelCloseDigest(channelId, currentEpoch(), 5e6));
        return (
            stranger.at,
            abi.encodeCall(
                escrow.closeCooperatively, (payer.at, operator.at, address(dollar), 5e6, last.r, last.vs, consent)
            )
        );
    }

    function stateName() private view returns (string memory) {
        ChannelState state = escrow.channelState(payer.at, operator.at, address(dollar));
        if (state == ChannelState.None) return "none";
        return state == ChannelState.Open ? "open" : "closing";
    }

    function is_(string memory left, string memory right) private pure returns (bool) {
        return keccak256(bytes(left)) == keccak256(bytes(right));
    }
}
