// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Escrow} from "../../contracts/Escrow.sol";
import {MillToken} from "../../contracts/MillToken.sol";
import {TestDollar} from "../../contracts/TestDollar.sol";
import {IEscrow} from "../../contracts/interfaces/IEscrow.sol";
import {Channel, ChannelState} from "../../contracts/libraries/ChannelStates.sol";
import {Key, TestBase} from "./TestBase.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title What payers, operators and thieves may do to an escrow, at random
/// @notice Each action either does something valid and checks its effect, or tries something forbidden and checks that
/// it fails. What should have happened is kept here, apart from the escrow.
contract EscrowHandler is TestBase {
    uint256 private constant PAYERS = 3;
    uint256 private constant OPERATORS = 2;
    uint256 private constant VOUCHERS_MAX = 64;

    struct Kept {
        address payer;
        address operator;
        address token;
        uint32 epoch;
        uint128 amount;
        bytes32 r;
        bytes32 vs;
    }

    struct Lane {
        Key payer;
        Key operator;
        address token;
        bytes32 id;
    }

    Escrow public immutable escrow;
    uint256 public immutable closeDelay;
    address[] public tokens;

    /// Tokens sent to the escrow past its functions.
    mapping(address token => uint256 amount) public donated;
    /// What vouchers have paid, in all epochs.
    mapping(address token => mapping(address operator => uint256 amount)) public earned;
    /// What operators took out.
    mapping(address token => mapping(address operator => uint256 amount)) public taken;
    /// The greatest settled amount of a channel's present epoch, as this handler reckons it.
    mapping(bytes32 channelId => uint256 amount) public settled;
    /// How often each action took effect, so that a campaign that does nothing is seen.
    mapping(string action => uint256 count) public done;

    Key[] private payers;
    Key[] private operators;
    Key private thief;
    Kept[] private vouchers;
    uint256 private mixed;

    constructor(Escrow escrow_, TestDollar dollar, MillToken mill) {
        escrow = escrow_;
        closeDelay = escrow_.closeDelay();
        tokens.push(address(dollar));
        tokens.push(address(mill));
        for (uint256 i = 0; i < PAYERS; i++) {
            payers.push(keyOf(string.concat("payer ", vm.toString(i))));
        }
        for (uint256 i = 0; i < OPERATORS; i++) {
            operators.push(keyOf(string.concat("operator ", vm.toString(i))));
        }
        thief = keyOf("thief");
    }

    function deposit(uint256 who, uint256 which, uint256 amount) external {
        (address account, address token) = (payers[mix(who) % PAYERS].at, tokens[mix(which) % 2]);
        amount = bound(amount, 1, 1000e6);
        give(token, account, amount);
        vm.startPrank(account);
        IERC20(token).approve(address(escrow), amount);
        if (escrow.depositsPaused()) {
            requireRefused(abi.encodeCall(escrow.deposit, (token, account, amount)));
            vm.stopPrank();
            vm.prank(escrow.owner());
            escrow.pauseDeposits(false);
            vm.startPrank(account);
        }
        escrow.deposit(token, account, amount);
        vm.stopPrank();
        done["deposit"]++;
    }

    function donate(uint256 which, uint256 amount) external {
        address token = tokens[mix(which) % 2];
        amount = bound(amount, 1, 10e6);
        give(token, address(escrow), amount);
        donated[token] += amount;
        done["donate"]++;
    }

    function withdraw(uint256 who, uint256 which, uint256 amount) external {
        address token = tokens[mix(which) % 2];
        who = mix(who) % (PAYERS + OPERATORS);
        bool byOperator = who >= PAYERS;
        address account = byOperator ? operators[who - PAYERS].at : payers[who].at;
        uint256 balance = escrow.balanceOf(token, account);
        vm.startPrank(account);
        if (balance > 0) {
            amount = bound(amount, 1, balance);
            escrow.withdraw(token, amount, account);
            if (byOperator) taken[token][account] += amount;
            done["withdraw"]++;
        }
        requireRefused(abi.encodeCall(escrow.withdraw, (token, escrow.balanceOf(token, account) + 1, account)));
        vm.stopPrank();
    }

    function open(uint256 seed, uint128 amount) external {
        (Lane memory lane, bool found) = laneIn(seed, ChannelState.None, ChannelState.None, true);
        if (!found) return;
        uint256 balance = escrow.balanceOf(lane.token, lane.payer.at);
        amount = uint128(bound(amount, 1, balance));
        uint32 epochBefore = channelOf(lane).epoch;
        vm.prank(lane.payer.at);
        escrow.openChannel(lane.operator.at, lane.token, amount, lane.payer.at);
        vm.assertEq(channelOf(lane).epoch, epochBefore + 1, "epochs never repeat");
        settled[lane.id] = 0;
        done["open"]++;
    }

    function topUp(uint256 seed, uint128 amount) external {
        (Lane memory lane, bool found) = laneIn(seed, ChannelState.Open, ChannelState.Open, true);
        if (!found) return;
        uint256 balance = escrow.balanceOf(lane.token, lane.payer.at);
        amount = uint128(bound(amount, 1, balance));
        vm.prank(lane.payer.at);
        escrow.topUp(lane.operator.at, lane.token, amount);
        done["topUp"]++;
    }

    /// A fresh voucher, which may exceed the deposit, sent by anyone.
    function redeemFresh(uint256 seed, uint128 amount) external {
        (Lane memory lane, bool found) = laneIn(seed, ChannelState.Open, ChannelState.Closing, false);
        if (!found) return;
        Channel memory before = channelOf(lane);
        amount = uint128(bound(amount, 1, uint256(before.deposit) * 3 / 2 + 1));
        (bytes32 r, bytes32 vs) = signCompact(lane.payer.secret, escrow.voucherDigest(lane.id, before.epoch, amount));
        Kept memory kept = Kept(lane.payer.at, lane.operator.at, lane.token, before.epoch, amount, r, vs);
        if (vouchers.length < VOUCHERS_MAX) vouchers.push(kept);
        else vouchers[mix(seed) % VOUCHERS_MAX] = kept;
        submit(kept);
    }

    /// Any voucher that was ever signed, of this epoch or an earlier one.
    function redeemAgain(uint256 seed) external {
        if (vouchers.length == 0) return;
        submit(vouchers[mix(seed) % vouchers.length]);
        done["redeemAgain"]++;
    }

    /// A thief's attempts with a voucher it saw: its own signature, a greater amount, its own account as operator.
    function redeemForged(uint256 seed, uint128 amount) external {
        Lane memory lane = laneOf(mix(seed));
        uint32 epoch = channelOf(lane).epoch;
        (bytes32 r, bytes32 vs) = signCompact(thief.secret, escrow.voucherDigest(lane.id, epoch, amount));
        vm.startPrank(thief.at);
        requireRedeemsNothing(lane.operator.at, lane.token, IEscrow.Redemption(lane.payer.at, amount, r, vs));
        if (vouchers.length > 0) {
            Kept memory seen = vouchers[mix(seed) % vouchers.length];
            IEscrow.Redemption memory redemption = IEscrow.Redemption(seen.payer, seen.amount, seen.r, seen.vs);
            requireRedeemsNothing(thief.at, seen.token, redemption);
            if (seen.amount < type(uint128).max) {
                redemption.amount = seen.amount + 1;
                requireRedeemsNothing(seen.operator, seen.token, redemption);
            }
        }
        requireRefused(abi.encodeCall(escrow.closeByOperator, (lane.payer.at, lane.token)));
        requireRefused(abi.encodeCall(escrow.startClose, (lane.operator.at, lane.token)));
        requireRefused(abi.encodeCall(escrow.withdraw, (lane.token, 1, thief.at)));
        vm.stopPrank();
        done["redeemForged"]++;
    }

    function startClose(uint256 seed) external {
        (Lane memory lane, bool found) = laneIn(seed, ChannelState.Open, ChannelState.Open, false);
        if (!found) return;
        vm.prank(lane.payer.at);
        uint48 closesAt = escrow.startClose(lane.operator.at, lane.token);
        vm.assertEq(closesAt, block.timestamp + closeDelay, "never longer than the delay");
        done["startClose"]++;
    }

    function finishClose(uint256 seed) external {
        (Lane memory lane, bool found) = laneIn(seed, ChannelState.Closing, ChannelState.Closing, false);
        if (!found) return;
        Channel memory before = channelOf(lane);
        bytes memory call = abi.encodeCall(escrow.finishClose, (lane.payer.at, lane.operator.at, lane.token));
        if (block.timestamp < before.closesAt) {
            requireRefused(call);
            if (mix(seed) % 2 == 0) return;
            vm.warp(before.closesAt);
        }
        uint256 balance = escrow.balanceOf(lane.token, lane.payer.at);
        escrow.finishClose(lane.payer.at, lane.operator.at, lane.token);
        requireRefunded(lane, balance, before.deposit - before.redeemed);
        done["finishClose"]++;
    }

    function closeByOperator(uint256 seed) external {
        (Lane memory lane, bool found) = laneIn(seed, ChannelState.Open, ChannelState.Closing, false);
        // Not every time, or no channel would live long enough to be left by its payer.
        if (!found || mix(seed) % 3 != 0) return;
        Channel memory before = channelOf(lane);
        uint256 balance = escrow.balanceOf(lane.token, lane.payer.at);
        vm.prank(lane.operator.at);
        escrow.closeByOperator(lane.payer.at, lane.token);
        requireRefunded(lane, balance, before.deposit - before.redeemed);
        done["closeByOperator"]++;
    }

    function closeCooperatively(uint256 seed, uint128 amount) external {
        (Lane memory lane, bool found) = laneIn(seed, ChannelState.Open, ChannelState.Closing, false);
        // Not every time, or no channel would live long enough to be left by its payer.
        if (!found || mix(seed) % 3 != 0) return;
        Channel memory before = channelOf(lane);
        amount = uint128(bound(amount, before.redeemed, before.deposit));
        (bytes32 r, bytes32 vs) = signCompact(lane.payer.secret, escrow.voucherDigest(lane.id, before.epoch, amount));
        bytes memory consent = signBytes(lane.operator.secret, escrow.channelCloseDigest(lane.id, before.epoch, amount));
        uint256 balance = escrow.balanceOf(lane.token, lane.payer.at);
        vm.prank(thief.at);
        escrow.closeCooperatively(lane.payer.at, lane.operator.at, lane.token, amount, r, vs, consent);
        earned[lane.token][lane.operator.at] += amount - before.redeemed;
        requireRefunded(lane, balance, before.deposit - amount);
        done["closeCooperatively"]++;
    }

    function pause() external {
        vm.prank(escrow.owner());
        escrow.pauseDeposits(true);
    }

    function wait(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, closeDelay));
    }

    function laneCount() external pure returns (uint256) {
        return PAYERS * OPERATORS * 2;
    }

    function laneOf(uint256 seed) public view returns (Lane memory lane) {
        lane.payer = payers[seed % PAYERS];
        lane.operator = operators[seed / PAYERS % OPERATORS];
        lane.token = tokens[seed / PAYERS / OPERATORS % 2];
        lane.id = escrow.channelIdOf(lane.payer.at, lane.operator.at, lane.token);
    }

    function accounts() external view returns (address[] memory all) {
        all = new address[](PAYERS + OPERATORS + 1);
        for (uint256 i = 0; i < PAYERS; i++) {
            all[i] = payers[i].at;
        }
        for (uint256 i = 0; i < OPERATORS; i++) {
            all[PAYERS + i] = operators[i].at;
        }
        all[PAYERS + OPERATORS] = thief.at;
    }

    function operatorAt(uint256 i) external view returns (address) {
        return operators[i % OPERATORS].at;
    }

    function channelOf(Lane memory lane) public view returns (Channel memory) {
        return escrow.channel(lane.payer.at, lane.operator.at, lane.token);
    }

    function stateOf(Lane memory lane) public view returns (ChannelState) {
        return escrow.channelState(lane.payer.at, lane.operator.at, lane.token);
    }

    /// Returns the first lane from a random one on that is in either state and, where `balance` says so, whose payer
    /// has a balance: few actions then have nothing to do.
    function laneIn(uint256 seed, ChannelState either, ChannelState or, bool balance)
        private
        returns (Lane memory lane, bool found)
    {
        uint256 start = mix(seed) % this.laneCount();
        for (uint256 i = 0; i < this.laneCount() && !found; i++) {
            lane = laneOf(start + i);
            ChannelState state = stateOf(lane);
            found = (state == either || state == or) && (!balance || escrow.balanceOf(lane.token, lane.payer.at) > 0);
        }
    }

    /// Forge likes to repeat values and to try the smallest and greatest; choices by remainder want them spread out.
    function mix(uint256 seed) private returns (uint256) {
        return uint256(keccak256(abi.encode(seed, mixed++)));
    }

    /// Sends a genuine voucher and checks that it pays what it adds, to the operator, and nothing to anybody else.
    function submit(Kept memory kept) private {
        bytes32 id = escrow.channelIdOf(kept.payer, kept.operator, kept.token);
        Channel memory before = escrow.channel(kept.payer, kept.operator, kept.token);
        uint256 due = kept.amount < before.deposit ? kept.amount : before.deposit;
        due = before.open && kept.epoch == before.epoch && due > settled[id] ? due - settled[id] : 0;
        IEscrow.Redemption memory redemption = IEscrow.Redemption(kept.payer, kept.amount, kept.r, kept.vs);
        address[] memory all = this.accounts();
        uint256[] memory balances = new uint256[](all.length);
        for (uint256 i = 0; i < all.length; i++) {
            balances[i] = escrow.balanceOf(kept.token, all[i]);
        }
        vm.startPrank(thief.at);
        if (due == 0) requireRedeemsNothing(kept.operator, kept.token, redemption);
        else escrow.redeem(kept.operator, kept.token, batchOf(redemption));
        requireRedeemsNothing(kept.operator, kept.token, redemption);
        vm.stopPrank();
        for (uint256 i = 0; i < all.length; i++) {
            uint256 expected = balances[i] + (all[i] == kept.operator ? due : 0);
            vm.assertEq(escrow.balanceOf(kept.token, all[i]), expected, "the operator alone is paid, what is due");
        }
        settled[id] += due;
        earned[kept.token][kept.operator] += due;
        if (due > 0) done["redeem"]++;
    }

    function requireRefunded(Lane memory lane, uint256 balanceBefore, uint256 amount) private {
        uint256 balance = escrow.balanceOf(lane.token, lane.payer.at);
        vm.assertEq(balance, balanceBefore + amount, "the payer gets the rest");
        vm.assertEq(uint256(stateOf(lane)), uint256(ChannelState.None), "closed");
        settled[lane.id] = 0;
    }

    function requireRedeemsNothing(address operator, address token, IEscrow.Redemption memory redemption) private {
        requireRefused(abi.encodeCall(escrow.redeem, (operator, token, batchOf(redemption))));
    }

    function requireRefused(bytes memory call) private {
        (bool success,) = address(escrow).call(call);
        vm.assertFalse(success, "must be refused");
    }

    function give(address token, address to, uint256 amount) private {
        if (token == tokens[0]) TestDollar(token).mint(to, amount);
        else IERC20(token).transfer(to, amount);
    }

    function batchOf(IEscrow.Redemption memory redemption) private pure returns (IEscrow.Redemption[] memory batch) {
        batch = new IEscrow.Redemption[](1);
        batch[0] = redemption;
    }
}
