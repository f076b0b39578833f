// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Escrow} from "../../contracts/Escrow.sol";
import {TestDollar} from "../../contracts/TestDollar.sol";
import {IEscrow} from "../../contracts/interfaces/IEscrow.sol";
import {Key, TestBase} from "./TestBase.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title An escrow with a dollar token listed, a payer, its session key and an operator
abstract contract EscrowFixture is TestBase {
    uint256 internal constant CLOSE_DELAY = 1 days;
    uint128 internal constant DEPOSIT = 100e6;

    Escrow internal escrow;
    TestDollar internal dollar;
    Key internal payer;
    Key internal session;
    Key internal operator;
    Key internal stranger;
    bytes32 internal channelId;

    function setUp() public virtual {
        escrow = new Escrow(address(this), CLOSE_DELAY);
        dollar = new TestDollar();
        escrow.setTokenListed(address(dollar), true);
        payer = keyOf("payer");
        session = keyOf("session");
        operator = keyOf("operator");
        stranger = keyOf("stranger");
        channelId = escrow.channelIdOf(payer.at, operator.at, address(dollar));
    }

    /// @notice Gives an account dollars and puts them into its balance.
    function fund(address account, uint256 amount) internal {
        dollar.mint(account, amount);
        vm.startPrank(account);
        dollar.approve(address(escrow), amount);
        escrow.deposit(address(dollar), account, amount);
        vm.stopPrank();
    }

    /// @notice Funds the payer and opens its channel with {DEPOSIT}, the session key signing.
    function openFunded() internal {
        fund(payer.at, DEPOSIT);
        vm.prank(payer.at);
        escrow.openChannel(operator.at, address(dollar), DEPOSIT, session.at);
    }

    function currentEpoch() internal view returns (uint64) {
        return escrow.channel(payer.at, operator.at, address(dollar)).epoch;
    }

    /// @notice Returns the voucher for `amount` on the payer's channel in its current epoch, signed by `secret`.
    function voucherBy(uint256 secret, uint128 amount) internal view returns (IEscrow.Redemption memory redemption) {
        (bytes32 r, bytes32 vs) = signCompact(secret, escrow.voucherDigest(channelId, currentEpoch(), amount));
        return IEscrow.Redemption(payer.at, amount, r, vs);
    }

    function voucher(uint128 amount) internal view returns (IEscrow.Redemption memory) {
        return voucherBy(session.secret, amount);
    }

    function batchOf(IEscrow.Redemption memory redemption) internal pure returns (IEscrow.Redemption[] memory batch) {
        batch = new IEscrow.Redemption[](1);
        batch[0] = redemption;
    }

    function redeem(IEscrow.Redemption memory redemption) internal returns (uint256) {
        return escrow.redeem(operator.at, address(dollar), batchOf(redemption));
    }

    function expectNothingRedeemed() internal {
        vm.expectRevert(abi.encodeWithSelector(IEscrow.NothingRedeemed.selector, operator.at, address(dollar)));
    }

    function balance(address account) internal view returns (uint256) {
        return escrow.balanceOf(address(dollar), account);
    }

    function assertConserved(IERC20 token) internal view {
        vm.assertEq(token.balanceOf(address(escrow)), escrow.totalOwed(address(token)), "the escrow holds what it owes");
    }
}
