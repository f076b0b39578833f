// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {MillToken} from "../contracts/MillToken.sol";
import {StakeVault} from "../contracts/StakeVault.sol";
import {IStakeVault} from "../contracts/interfaces/IStakeVault.sol";
import {SeizableToken} from "./support/HostileTokens.sol";
import {TestBase} from "./support/TestBase.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

contract StakeVaultTest is TestBase {
    uint256 private constant DELAY = 7 days;
    uint256 private constant STAKE = 1000e18;

    MillToken private mill;
    StakeVault private vault;
    address private operator;
    address private courthouse;
    address private reserver;
    address private stranger;
    address private victim;

    function setUp() public {
        mill = new MillToken(address(this));
        vault = new StakeVault(mill, address(this), DELAY, 5000);
        operator = keyOf("operator").at;
        courthouse = keyOf("courthouse").at;
        reserver = keyOf("reserver").at;
        stranger = keyOf("stranger").at;
        victim = keyOf("victim").at;
        vault.setCourthouse(courthouse);
        vault.setReserver(reserver, true);
        mill.transfer(operator, STAKE);
        vm.startPrank(operator);
        mill.approve(address(vault), STAKE);
        vm.expectEmit(address(vault));
        emit IStakeVault.Staked(operator, STAKE, STAKE);
        vault.stake(STAKE);
        vm.stopPrank();
    }

    function testStakeIsBonded() public view {
        vm.assertEq(vault.bondedOf(operator), STAKE, "bonded");
        vm.assertEq(vault.totalHeld(), STAKE, "held");
        vm.assertEq(mill.balanceOf(address(vault)), STAKE, "balance");
    }

    function testUnstakedMillComesBackAfterTheDelay() public {
        vm.startPrank(operator);
        vm.expectEmit(address(vault));
        emit IStakeVault.UnstakeRequested(operator, 400e18, uint64(block.timestamp + DELAY));
        uint64 maturesAt = vault.requestUnstake(400e18);
        vm.assertEq(vault.bondedOf(operator), 600e18, "bonded");
        vm.assertEq(vault.unbondingOf(operator), 400e18, "unbonding");
        vm.warp(maturesAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.NothingMatured.selector, operator));
        vault.withdraw();
        vm.warp(maturesAt);
        vm.expectEmit(address(vault));
        emit IStakeVault.Withdrawn(operator, 400e18);
        vm.assertEq(vault.withdraw(), 400e18, "amount");
        vm.stopPrank();
        vm.assertEq(mill.balanceOf(operator), 400e18, "paid");
        vm.assertEq(vault.totalHeld(), 600e18, "held");
        vm.assertEq(vault.unbondings(operator).length, 0, "no entries");
    }

    function testLockedStakeStaysButCanBeSlashed() public {
        uint64 until = uint64(block.timestamp + DELAY + 10);
        vm.prank(operator);
        vault.requestUnstake(400e18);
        vm.startPrank(courthouse);
        vault.lock(operator, until);
        vault.lock(operator, until - 5);
        vm.stopPrank();
        vm.warp(block.timestamp + DELAY);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.StakeLocked.selector, operator, until));
        vm.prank(operator);
        vault.withdraw();
        vm.startPrank(courthouse);
        vault.slash(operator, 100e18, victim);
        vault.unlock(operator);
        vm.assertTrue(vault.isLocked(operator), "one of two is left");
        vault.unlock(operator);
        vm.stopPrank();
        vm.prank(operator);
        vm.assertEq(vault.withdraw(), 300e18, "what was not slashed");
    }

    function testLockEndsWithItsTimeAndReachesOnlySoFar() public {
        vm.prank(operator);
        vault.requestUnstake(400e18);
        uint256 max = block.timestamp + vault.LOCK_SECONDS_MAX();
        vm.startPrank(courthouse);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.LockTooLong.selector, operator, uint64(max + 1), max));
        vault.lock(operator, uint64(max + 1));
        vault.lock(operator, uint64(block.timestamp + 1));
        vault.extendLock(operator, uint64(block.timestamp + DELAY));
        vm.stopPrank();
        vm.warp(block.timestamp + DELAY);
        vm.assertTrue(vault.isLocked(operator), "to its last second");
        vm.warp(block.timestamp + 1);
        vm.prank(operator);
        vault.withdraw();
    }

    function testOnlyTheCourthouseLocks() public {
        bytes memory refusal = abi.encodeWithSelector(IStakeVault.CallerNotCourthouse.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        vault.lock(operator, 0);
        vm.expectRevert(refusal);
        vault.extendLock(operator, 0);
        vm.expectRevert(refusal);
        vault.unlock(operator);
        vm.stopPrank();
    }

    function testWithdrawTakesOnlyWhatHasMatured() public {
        vm.startPrank(operator);
        vault.requestUnstake(100e18);
        vm.warp(block.timestamp + 1 days);
        vault.requestUnstake(200e18);
        vm.warp(block.timestamp + DELAY - 1 days);
        vm.assertEq(vault.withdraw(), 100e18, "the first");
        IStakeVault.Unbonding[] memory left = vault.unbondings(operator);
        vm.assertEq(left.length, 1, "one left");
        vm.assertEq(left[0].amount, 200e18, "the second");
        vm.warp(block.timestamp + 1 days);
        vm.assertEq(vault.withdraw(), 200e18, "the second");
        vm.stopPrank();
    }

    function testUnstakeRefusesMoreThanIsBonded() public {
        vm.startPrank(operator);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.BondedInsufficient.selector, operator, STAKE, STAKE + 1));
        vault.requestUnstake(STAKE + 1);
        vm.expectRevert(IStakeVault.AmountZero.selector);
        vault.requestUnstake(0);
        vm.expectRevert(IStakeVault.AmountZero.selector);
        vault.stake(0);
        vm.stopPrank();
    }

    function testUnbondingEntriesAreBounded() public {
        uint256 max = vault.UNBONDINGS_PER_OPERATOR_MAX();
        vm.startPrank(operator);
        for (uint256 i = 0; i < max; i++) {
            vault.requestUnstake(1);
        }
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.UnbondingsAtMax.selector, operator, max));
        vault.requestUnstake(1);
        vm.warp(block.timestamp + DELAY);
        vm.assertEq(vault.withdraw(), max, "all matured");
        vault.requestUnstake(1);
        vm.stopPrank();
    }

    function testOnlyTheCourthouseSlashes() public {
        address[4] memory others = [address(this), operator, reserver, stranger];
        for (uint256 i = 0; i < others.length; i++) {
            vm.expectRevert(abi.encodeWithSelector(IStakeVault.CallerNotCourthouse.selector, others[i]));
            vm.prank(others[i]);
            vault.slash(operator, 1, others[i]);
        }
    }

    function testNobodySlashesBeforeACourthouseIsSet() public {
        StakeVault fresh = new StakeVault(mill, address(this), DELAY, 5000);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.CallerNotCourthouse.selector, address(this)));
        fresh.slash(operator, 1, address(this));
    }

    function testSlashTakesBondedStake() public {
        vm.expectEmit(address(vault));
        emit IStakeVault.Slashed(operator, victim, 300e18, 300e18);
        vm.prank(courthouse);
        vm.assertEq(vault.slash(operator, 300e18, victim), 300e18, "slashed");
        vm.assertEq(mill.balanceOf(victim), 300e18, "paid");
        vm.assertEq(vault.bondedOf(operator), 700e18, "bonded");
        vm.assertEq(vault.totalHeld(), 700e18, "held");
    }

    /// An operator that sees its conviction coming cannot save its stake by unbonding it.
    function testSlashReachesUnbondingStake() public {
        vm.startPrank(operator);
        vault.requestUnstake(100e18);
        vault.requestUnstake(STAKE - 100e18);
        vm.stopPrank();
        vm.prank(courthouse);
        vault.slash(operator, STAKE - 50e18, victim);
        vm.assertEq(vault.unbondingOf(operator), 50e18, "what is left");
        vm.assertEq(vault.unbondings(operator).length, 1, "in the oldest entry");
        vm.warp(block.timestamp + DELAY);
        vm.prank(operator);
        vm.assertEq(vault.withdraw(), 50e18, "paid after the delay");
    }

    function testSlashTakesUnbondingBeforeBonded() public {
        vm.prank(operator);
        vault.requestUnstake(200e18);
        vm.prank(courthouse);
        vault.slash(operator, 250e18, victim);
        vm.assertEq(vault.unbondingOf(operator), 0, "unbonding first");
        vm.assertEq(vault.bondedOf(operator), 750e18, "then bonded");
    }

    function testSlashTakesNoMoreThanThereIs() public {
        vm.startPrank(courthouse);
        vm.assertEq(vault.slash(operator, 5 * STAKE, victim), STAKE, "all of it");
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.NothingToSlash.selector, operator));
        vault.slash(operator, 1, victim);
        vm.stopPrank();
    }

    function testSlashRefusesZeroAndUselessRecipients() public {
        vm.startPrank(courthouse);
        vm.expectRevert(IStakeVault.AmountZero.selector);
        vault.slash(operator, 0, victim);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.AccountInvalid.selector, address(0)));
        vault.slash(operator, 1, address(0));
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.AccountInvalid.selector, address(vault)));
        vault.slash(operator, 1, address(vault));
        vm.stopPrank();
    }

    function testCourthouseIsSetOnceByTheOwner() public {
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.CourthouseAlreadySet.selector, courthouse));
        vault.setCourthouse(stranger);
        StakeVault fresh = new StakeVault(mill, address(this), DELAY, 5000);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.AccountInvalid.selector, address(0)));
        fresh.setCourthouse(address(0));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger));
        vm.prank(stranger);
        fresh.setCourthouse(stranger);
        vm.expectEmit(address(fresh));
        emit IStakeVault.CourthouseSet(courthouse);
        fresh.setCourthouse(courthouse);
    }

    function testReservedExposureStaysUnderTheCap() public {
        vm.startPrank(reserver);
        vm.expectEmit(address(vault));
        emit IStakeVault.ExposureReserved(reserver, operator, 500e18, 500e18);
        vault.reserve(operator, 500e18);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.ExposureAboveCap.selector, operator, 500e18 + 1, 500e18));
        vault.reserve(operator, 1);
        vm.expectEmit(address(vault));
        emit IStakeVault.ExposureReleased(reserver, operator, 200e18, 300e18);
        vault.release(operator, 200e18);
        vault.reserve(operator, 200e18);
        vm.stopPrank();
    }

    function testUnbondingKeepsWhatExposureNeeds() public {
        vm.prank(reserver);
        vault.reserve(operator, 300e18);
        vm.startPrank(operator);
        vault.requestUnstake(400e18);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.ExposureAboveCap.selector, operator, 300e18, 300e18 - 1));
        vault.requestUnstake(1);
        vm.stopPrank();
    }

    function testOnlyReserversAndTheCourthouseReserve() public {
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.CallerNotReserver.selector, stranger));
        vm.prank(stranger);
        vault.reserve(operator, 1);
        vm.prank(courthouse);
        vault.reserve(operator, 1);
        vm.assertEq(vault.reservedBy(courthouse, operator), 1, "reserved");
        vm.startPrank(reserver);
        vm.expectRevert(IStakeVault.AmountZero.selector);
        vault.reserve(operator, 0);
        vm.expectRevert(IStakeVault.AmountZero.selector);
        vault.release(operator, 0);
        vm.stopPrank();
    }

    function testReserverReleasesOnlyItsOwn() public {
        vm.prank(courthouse);
        vault.reserve(operator, 100e18);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.ReservedInsufficient.selector, reserver, operator, 0, 1));
        vm.prank(reserver);
        vault.release(operator, 1);
    }

    function testDisabledReserverStillReleases() public {
        vm.prank(reserver);
        vault.reserve(operator, 100e18);
        vm.expectEmit(address(vault));
        emit IStakeVault.ReserverSet(reserver, false);
        vault.setReserver(reserver, false);
        vm.startPrank(reserver);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.CallerNotReserver.selector, reserver));
        vault.reserve(operator, 1);
        vault.release(operator, 100e18);
        vm.stopPrank();
        vm.assertEq(vault.reservedOf(operator), 0, "released");
    }

    /// A slash may leave exposure above the cap; nothing can then leave or be reserved until it is back under.
    function testAfterASlashExposureMustComeBackUnderTheCap() public {
        vm.prank(reserver);
        vault.reserve(operator, 500e18);
        vm.prank(courthouse);
        vault.slash(operator, 200e18, victim);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.ExposureAboveCap.selector, operator, 500e18, 400e18 - 1));
        vm.prank(operator);
        vault.requestUnstake(1);
        vm.prank(reserver);
        vault.release(operator, 200e18);
        vm.prank(operator);
        vault.requestUnstake(1);
    }

    function testParametersAreBounded() public {
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.ExposureCapOutOfBounds.selector, 999, 1000, 10_000));
        vault.setExposureCapBps(999);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.ExposureCapOutOfBounds.selector, 10_001, 1000, 10_000));
        vault.setExposureCapBps(10_001);
        vm.expectEmit(address(vault));
        emit IStakeVault.ExposureCapSet(10_000);
        vault.setExposureCapBps(10_000);
        vault.setExposureCapBps(1000);
        bytes4 selector = IStakeVault.UnbondingDelayOutOfBounds.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, 1 days - 1, 1 days, 90 days));
        new StakeVault(mill, address(this), 1 days - 1, 5000);
        vm.expectRevert(abi.encodeWithSelector(selector, 90 days + 1, 1 days, 90 days));
        new StakeVault(mill, address(this), 90 days + 1, 5000);
        new StakeVault(mill, address(this), 1 days, 5000);
        new StakeVault(mill, address(this), 90 days, 5000);
    }

    function testOwnerAloneSetsParameters() public {
        bytes memory refusal = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        vault.setExposureCapBps(1000);
        vm.expectRevert(refusal);
        vault.setReserver(stranger, true);
        vm.stopPrank();
    }

    /// A token that shrinks under the vault is seen at the next transfer.
    function testShortReserveStopsTransfers() public {
        SeizableToken token = new SeizableToken();
        StakeVault fresh = new StakeVault(token, address(this), DELAY, 5000);
        token.mint(address(this), 1000);
        token.approve(address(fresh), 1000);
        fresh.stake(600);
        fresh.requestUnstake(100);
        token.seize(address(fresh), 50);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.ReserveShort.selector, 560, 610));
        fresh.stake(10);
        vm.warp(block.timestamp + DELAY);
        vm.expectRevert(abi.encodeWithSelector(IStakeVault.ReserveShort.selector, 450, 500));
        fresh.withdraw();
    }

    function testFuzzSlashTakesMinOfAskedAndHeld(uint256 unstaked, uint256 asked) public {
        unstaked = bound(unstaked, 0, STAKE);
        asked = bound(asked, 1, 3 * STAKE);
        if (unstaked > 0) {
            vm.prank(operator);
            vault.requestUnstake(unstaked);
        }
        vm.prank(courthouse);
        uint256 slashed = vault.slash(operator, asked, victim);
        vm.assertEq(slashed, asked < STAKE ? asked : STAKE, "min(asked, held)");
        vm.assertEq(vault.bondedOf(operator) + vault.unbondingOf(operator), STAKE - slashed, "the rest stays");
        vm.assertEq(mill.balanceOf(address(vault)), STAKE - slashed, "and is there");
    }
}
