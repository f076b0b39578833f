// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AuditorRoll} from "../contracts/AuditorRoll.sol";
import {IAuditorRoll} from "../contracts/interfaces/IAuditorRoll.sol";
import {IStakeVault} from "../contracts/interfaces/IStakeVault.sol";
import {PanelFixture} from "./support/PanelFixture.sol";
import {Key} from "./support/TestBase.sol";

/// @title Who is on the roll, and who is drawn
contract AuditorRollTest is PanelFixture {
    function auditorCount() internal pure override returns (uint256) {
        return 6;
    }

    function testAuditorsStandBehindTheirStake() public {
        Key memory auditor = enlist(6, "new");
        address who = operatorOf(auditor.at);
        vm.assertEq(vault.reservedOf(who), AUDITOR_STAKE, "reserved");
        bytes memory data = abi.encodeCall(vault.requestUnstake, (AUDITOR_STAKE + 1));
        refused(who, address(vault), data, IStakeVault.ExposureAboveCap.selector);
    }

    function testJoiningNeedsTheCallersNodeASubnetAndStake() public {
        bytes memory data = abi.encodeCall(roll.join, (node.at, 14));
        refused(reporter.at, address(roll), data, IAuditorRoll.NotNodeOfCaller.selector);
        data = abi.encodeCall(roll.join, (node.at, 1));
        refused(operator.at, address(roll), data, IAuditorRoll.ClassesInvalid.selector);
        vm.startPrank(operator.at);
        registry.setNodeSubnet(node.at, 0);
        vm.stopPrank();
        data = abi.encodeCall(roll.join, (node.at, 14));
        refused(operator.at, address(roll), data, IAuditorRoll.SubnetNotDeclared.selector);
        vm.startPrank(operator.at);
        registry.setNodeSubnet(node.at, "here");
        vault.requestUnstake(STAKE);
        vm.stopPrank();
        refused(operator.at, address(roll), data, IStakeVault.ExposureAboveCap.selector);
    }

    function testAnAuditorHasOneSlotAndLeavesAfterTheDelay() public {
        address auditor = roll.slotAt(0);
        address who = operatorOf(auditor);
        bytes memory again = abi.encodeCall(roll.join, (auditor, 14));
        refused(who, address(roll), again, IAuditorRoll.AuditorEnrolled.selector);
        bytes memory leave = abi.encodeCall(roll.finishLeave, (auditor));
        refused(who, address(roll), leave, IAuditorRoll.LeaveNotRequested.selector);
        refused(
            reporter.at,
            address(roll),
            abi.encodeCall(roll.requestLeave, (auditor)),
            IAuditorRoll.AuditorNotEnrolled.selector
        );
        vm.prank(who);
        roll.requestLeave(auditor);
        refused(who, address(roll), leave, IAuditorRoll.LeaveDelayNotOver.selector);
        vm.warp(block.timestamp + 1 days + 1);
        roll.finishLeave(auditor);
        vm.assertEq(vault.reservedOf(who), 0, "released");
        vm.assertEq(roll.slotAt(0), address(0), "its slot is empty");
        Key memory next = enlist(7, "next");
        vm.assertEq(roll.slotAt(0), next.at, "and taken again");
        vm.assertEq(roll.slotCount(), 6, "the row is no longer");
    }

    function testBuildsAreBoundedAndForgottenWithTheAuditor() public {
        address auditor = roll.slotAt(0);
        address who = operatorOf(auditor);
        vm.startPrank(who);
        for (uint256 i = 1; i < 16; i++) {
            roll.setBuild(auditor, bytes32(i), true);
        }
        vm.stopPrank();
        bytes memory data = abi.encodeCall(roll.setBuild, (auditor, "one more", true));
        refused(who, address(roll), data, IAuditorRoll.BuildsAtMax.selector);
        data = abi.encodeCall(roll.setBuild, (auditor, BUILD, true));
        refused(who, address(roll), data, IAuditorRoll.BuildInvalid.selector);
        vm.prank(who);
        roll.requestLeave(auditor);
        vm.warp(block.timestamp + 1 days + 1);
        roll.finishLeave(auditor);
        vm.startPrank(who);
        roll.join(auditor, 14);
        vm.assertEq(roll.buildSince(auditor, BUILD), 0, "listed anew or not at all");
        roll.setBuild(auditor, BUILD, true);
        vm.stopPrank();
        vm.assertEq(roll.auditorOf(auditor).buildCount, 1, "counted anew");
    }

    function testNobodyDrawnSharesAnything() public {
        enlist(6, bytes8(uint64(1)));
        vm.warp(block.timestamp + 1);
        IAuditorRoll.DrawQuery memory query = queryOf("seed");
        query.wanted = 7;
        address[] memory drawn = drawOf(query);
        vm.assertEq(drawn.length, 6, "two share a subnet");
        query.accused = operatorOf(drawn[0]);
        query.reporter = drawn[1];
        query.accusedSubnet = roll.auditorOf(drawn[2]).subnet;
        address[] memory others = drawOf(query);
        for (uint256 i = 0; i < others.length; i++) {
            for (uint256 j = 0; j < 3; j++) {
                vm.assertTrue(others[i] != drawn[j], "neither the accused's, nor the reporter, nor a neighbour");
            }
        }
    }

    /// Who comes, or asks to leave, after the opening moves nobody else.
    function testThoseWhoComeAndGoAfterwardsMoveNobody() public {
        IAuditorRoll.DrawQuery memory query = queryOf("seed");
        address[] memory before = drawOf(query);
        enlist(6, "late");
        vm.prank(operatorOf(before[0]));
        roll.requestLeave(before[0]);
        address[] memory later = drawOf(query);
        for (uint256 i = 0; i < 3; i++) {
            vm.assertEq(later[i], before[i], "as before");
        }
    }

    function testClassAndBuildAreNeeded() public {
        IAuditorRoll.DrawQuery memory query = queryOf("seed");
        query.build = "another build";
        vm.assertEq(drawOf(query).length, 0, "nobody replays it");
        query.exactness = 1;
        vm.assertEq(drawOf(query).length, 3, "tolerant work needs no build");
        query.exactness = 0;
        vm.assertEq(drawOf(query).length, 0, "opaque work has no judge");
    }

    /// Auditors that never come are passed over until they say that they are back, and so are those whose stake is gone.
    function testAbsentAndSlashedAuditorsArePassedOver() public {
        IAuditorRoll.DrawQuery memory query = queryOf("seed");
        query.wanted = 6;
        address absent = drawOf(query)[0];
        vm.startPrank(address(panel));
        for (uint256 i = 0; i < 4; i++) {
            roll.recordDeed(absent, IAuditorRoll.Deed.Missed);
        }
        vm.stopPrank();
        vm.assertEq(drawOf(query).length, 5, "passed over");
        vm.prank(operatorOf(absent));
        roll.resume(absent);
        vm.assertEq(drawOf(query).length, 6, "back");
        address who = operatorOf(absent);
        vm.prank(address(panel));
        court.fine(who, AUDITOR_STAKE + 1);
        vm.assertEq(drawOf(query).length, 5, "nothing stands behind it");
    }

    /// Draws may be spread over calls: the same people, in the same order.
    function testFuzzDrawsInPartsAreDrawsInOne(bytes32 seed, uint8 step) public view {
        uint256 probes = bound(step, 1, 20);
        IAuditorRoll.DrawQuery memory query = queryOf(seed);
        address[] memory whole = drawOf(query);
        address[] memory taken = new address[](0);
        query.probesMax = probes;
        for (uint256 i = 0; i < 200 && taken.length < 3; i++) {
            query.wanted = 3 - taken.length;
            address[] memory more;
            (more, query.firstProbe) = roll.draw(query, taken);
            taken = joined(taken, more);
        }
        vm.assertEq(taken.length, whole.length, "as many");
        for (uint256 i = 0; i < whole.length; i++) {
            vm.assertEq(taken[i], whole[i], "in the same order");
        }
    }

    function testOnlyJudgesSeatAndRecord() public {
        address auditor = roll.slotAt(0);
        bytes memory data = abi.encodeCall(roll.seat, (auditor, type(uint64).max));
        refused(reporter.at, address(roll), data, IAuditorRoll.CallerNotJudge.selector);
        data = abi.encodeCall(roll.recordDeed, (auditor, IAuditorRoll.Deed.Missed));
        refused(reporter.at, address(roll), data, IAuditorRoll.CallerNotJudge.selector);
    }

    function testParametersAreBounded() public {
        vm.expectRevert(IAuditorRoll.StakeZero.selector);
        new AuditorRoll(registry, vault, court, 0, 1 days);
    }

    function queryOf(bytes32 seed) private view returns (IAuditorRoll.DrawQuery memory query) {
        query.seed = seed;
        query.probesMax = 400;
        query.slots = roll.slotCount();
        query.wanted = 3;
        query.openedAt = uint64(block.timestamp);
        query.exactness = 2;
        query.build = BUILD;
    }

    function drawOf(IAuditorRoll.DrawQuery memory query) private view returns (address[] memory drawn) {
        (drawn,) = roll.draw(query, new address[](0));
    }

    function joined(address[] memory a, address[] memory b) private pure returns (address[] memory both) {
        both = new address[](a.length + b.length);
        for (uint256 i = 0; i < both.length; i++) {
            both[i] = i < a.length ? a[i] : b[i - a.length];
        }
    }
}
