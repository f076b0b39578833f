// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IEscrow} from "../contracts/interfaces/IEscrow.sol";
import {EscrowFixture} from "./support/EscrowFixture.sol";
import {Key} from "./support/TestBase.sol";

/// @title What a payer and an operator pay in gas
/// @notice Isolated: each call is a transaction of its own with cold storage, and its gas is what a receipt would show
/// (21,000 base, calldata and execution, less refunds). Figures are kept in snapshots/Escrow.json.
/// forge-config: default.isolate = true
/// forge-config: snapshot.isolate = true
contract EscrowGasTest is EscrowFixture {
    uint256 private constant OPEN_GAS_GOAL = 90_000;
    uint256 private constant REDEEM_GAS_PER_CHANNEL_GOAL = 20_000;
    uint256 private constant BATCH = 50;

    string private constant GROUP = "Escrow";

    function testOpenFromABalanceCostsAtMost90k() public {
        fund(payer.at, 3 * DEPOSIT);
        vm.prank(payer.at);
        escrow.openChannel(operator.at, address(dollar), DEPOSIT, session.at);
        vm.assertLe(note("openChannel, first with this operator"), OPEN_GAS_GOAL, "open from a balance");
        vm.prank(operator.at);
        escrow.closeByOperator(payer.at, address(dollar));
        vm.prank(payer.at);
        escrow.openChannel(operator.at, address(dollar), DEPOSIT, session.at);
        vm.assertLe(note("openChannel, again"), OPEN_GAS_GOAL, "open again");
        address next = keyOf("next operator").at;
        vm.prank(payer.at);
        escrow.openChannel(next, address(dollar), DEPOSIT, session.at);
        vm.assertLe(note("openChannel, second operator"), OPEN_GAS_GOAL, "open to another operator");
    }

    function testRedeemInABatchOf50CostsAtMost20kPerChannel() public {
        // The first vouchers, to an operator without a balance: the dearest case.
        escrow.redeem(operator.at, address(dollar), openAndSignBatch(1_234_567));
        uint256 first = note("redeem, batch of 50, first vouchers");
        vm.assertLe(first / BATCH, REDEEM_GAS_PER_CHANNEL_GOAL, "first vouchers");
        vm.snapshotValue(GROUP, "redeem, per channel of 50, first vouchers", first / BATCH);
        // Later vouchers on the same channels, covering a thousand times as much work.
        escrow.redeem(operator.at, address(dollar), signBatch(99_999_999));
        uint256 later = note("redeem, batch of 50, later vouchers");
        vm.assertLe(later / BATCH, REDEEM_GAS_PER_CHANNEL_GOAL, "later vouchers");
        vm.snapshotValue(GROUP, "redeem, per channel of 50, later vouchers", later / BATCH);
    }

    function testGasOfTheOtherCalls() public {
        dollar.mint(payer.at, 10 * DEPOSIT);
        vm.prank(payer.at);
        dollar.approve(address(escrow), 10 * DEPOSIT);
        vm.prank(payer.at);
        escrow.deposit(address(dollar), payer.at, 5 * DEPOSIT);
        note("deposit, first of an account");
        vm.prank(payer.at);
        escrow.openChannel(operator.at, address(dollar), DEPOSIT, session.at);
        vm.prank(payer.at);
        escrow.topUp(operator.at, address(dollar), DEPOSIT);
        note("topUp");
        redeem(voucher(1e6));
        note("redeem, one voucher, first of an operator");
        redeem(voucher(2e6));
        note("redeem, one voucher");
        vm.prank(operator.at);
        escrow.withdraw(address(dollar), 1e6, operator.at);
        note("withdraw, part");
        vm.prank(payer.at);
        escrow.startClose(operator.at, address(dollar));
        note("startClose");
        vm.warp(block.timestamp + CLOSE_DELAY);
        escrow.finishClose(payer.at, operator.at, address(dollar));
        note("finishClose");
        vm.prank(payer.at);
        escrow.openChannel(operator.at, address(dollar), DEPOSIT, session.at);
        IEscrow.Redemption memory last = voucher(5e6);
        bytes memory consent = signBytes(operator.secret, escrow.channelCloseDigest(channelId, currentEpoch(), 5e6));
        escrow.closeCooperatively(payer.at, operator.at, address(dollar), 5e6, last.r, last.vs, consent);
        note("closeCooperatively");
    }

    /// @dev Writes or checks the snapshot of the last call and returns what its transaction used.
    function note(string memory name) private returns (uint256 used) {
        used = vm.snapshotGasLastCall(GROUP, name);
        // A transaction cannot cost less than its base: anything below means that isolation is off.
        vm.assertGe(used, 21_000, "base included");
    }

    function openAndSignBatch(uint128 amount) private returns (IEscrow.Redemption[] memory) {
        for (uint256 i = 0; i < BATCH; i++) {
            address account = payerNumber(i).at;
            fund(account, DEPOSIT);
            vm.prank(account);
            escrow.openChannel(operator.at, address(dollar), DEPOSIT, account);
        }
        return signBatch(amount);
    }

    function signBatch(uint128 amount) private returns (IEscrow.Redemption[] memory batch) {
        batch = new IEscrow.Redemption[](BATCH);
        for (uint256 i = 0; i < BATCH; i++) {
            Key memory key = payerNumber(i);
            bytes32 id = escrow.channelIdOf(key.at, operator.at, address(dollar));
            (bytes32 r, bytes32 vs) = signCompact(key.secret, escrow.voucherDigest(id, 1, amount));
            batch[i] = IEscrow.Redemption(key.at, amount, r, vs);
        }
    }

    function payerNumber(uint256 i) private returns (Key memory) {
        return keyOf(string.concat("payer ", vm.toString(i)));
    }
}
