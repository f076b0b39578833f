// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {MillToken} from "../contracts/MillToken.sol";
import {TestDollar} from "../contracts/TestDollar.sol";
import {ContractWallet} from "./support/ContractWallet.sol";
import {Key, TestBase} from "./support/TestBase.sol";

contract TokensTest is TestBase {
    bytes32 private constant TRANSFER = keccak256(
        "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    bytes32 private constant RECEIVE = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    bytes32 private constant CANCEL = keccak256("CancelAuthorization(address authorizer,bytes32 nonce)");
    bytes32 private constant NONCE = "nonce";

    MillToken private mill;
    TestDollar private dollar;
    Key private holder;
    Key private recipient;
    uint256 private validBefore;

    function setUp() public {
        holder = keyOf("holder");
        recipient = keyOf("recipient");
        mill = new MillToken(holder.at);
        dollar = new TestDollar();
        dollar.mint(holder.at, 100e6);
        validBefore = block.timestamp + 1 hours;
    }

    function testMillSupplyIsFixed() public view {
        vm.assertEq(mill.name(), "Millrace", "name");
        vm.assertEq(mill.symbol(), "MILL", "symbol");
        vm.assertEq(mill.decimals(), 18, "decimals");
        vm.assertEq(mill.totalSupply(), 1_000_000_000e18, "supply");
        vm.assertEq(mill.balanceOf(holder.at), mill.totalSupply(), "all with the holder");
    }

    function testHoldersBurnTheirOwnMillAlone() public {
        uint256 supply = mill.totalSupply();
        address stranger = keyOf("stranger").at;
        vm.prank(holder.at);
        mill.transfer(stranger, 2);
        vm.prank(stranger);
        mill.burn(1);
        vm.assertEq(mill.totalSupply(), supply - 1, "burned");
        vm.assertEq(mill.balanceOf(stranger), 1, "its own");
        vm.expectRevert();
        mill.burnFrom(stranger, 1);
    }

    function testMillVotesFollowDelegation() public {
        vm.prank(holder.at);
        mill.delegate(recipient.at);
        vm.assertEq(mill.getVotes(recipient.at), mill.totalSupply(), "delegated");
        vm.prank(holder.at);
        mill.transfer(recipient.at, 10e18);
        vm.assertEq(mill.getVotes(recipient.at), mill.totalSupply() - 10e18, "votes move with tokens");
    }

    function testMillPermitAndDelegationShareOneNonce() public {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                holder.at,
                recipient.at,
                5,
                0,
                validBefore
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(holder.secret, digestOf(mill.DOMAIN_SEPARATOR(), structHash));
        mill.permit(holder.at, recipient.at, 5, validBefore, v, r, s);
        vm.assertEq(mill.allowance(holder.at, recipient.at), 5, "allowance");
        vm.assertEq(mill.nonces(holder.at), 1, "nonce used");
    }

    function testDollarIsAFaucetWithACap() public {
        vm.assertEq(dollar.name(), "Test Dollar", "name");
        vm.assertEq(dollar.symbol(), "tUSD", "symbol");
        vm.assertEq(dollar.decimals(), 6, "decimals");
        uint256 max = dollar.MINT_AMOUNT_MAX();
        dollar.mint(recipient.at, max);
        vm.assertEq(dollar.balanceOf(recipient.at), max, "minted");
        vm.expectRevert(abi.encodeWithSelector(TestDollar.MintAmountTooLarge.selector, max + 1, max));
        dollar.mint(recipient.at, max + 1);
    }

    function testTransferWithAuthorizationByAnyone() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(holder.secret, transferDigest(TRANSFER, holder.at, 7));
        dollar.transferWithAuthorization(holder.at, recipient.at, 7, 0, validBefore, NONCE, v, r, s);
        vm.assertEq(dollar.balanceOf(recipient.at), 7, "paid");
        vm.assertTrue(dollar.authorizationState(holder.at, NONCE), "used");
        vm.expectRevert(abi.encodeWithSignature("ERC3009UsedAuthorization(address,bytes32)", holder.at, NONCE));
        dollar.transferWithAuthorization(holder.at, recipient.at, 7, 0, validBefore, NONCE, v, r, s);
    }

    function testTransferWithAuthorizationInBytes() public {
        bytes memory signature = signBytes(holder.secret, transferDigest(TRANSFER, holder.at, 7));
        dollar.transferWithAuthorization(holder.at, recipient.at, 7, 0, validBefore, NONCE, signature);
        vm.assertEq(dollar.balanceOf(recipient.at), 7, "paid");
        vm.expectRevert(abi.encodeWithSignature("ERC3009UsedAuthorization(address,bytes32)", holder.at, NONCE));
        dollar.transferWithAuthorization(holder.at, recipient.at, 7, 0, validBefore, NONCE, signature);
    }

    function testContractWalletPaysByAuthorization() public {
        ContractWallet wallet = new ContractWallet(holder.at);
        dollar.mint(address(wallet), 10);
        bytes memory signature = signBytes(holder.secret, transferDigest(TRANSFER, address(wallet), 7));
        dollar.transferWithAuthorization(address(wallet), recipient.at, 7, 0, validBefore, NONCE, signature);
        vm.assertEq(dollar.balanceOf(recipient.at), 7, "paid");
    }

    function testReceiveWithAuthorizationByTheRecipientAlone() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(holder.secret, transferDigest(RECEIVE, holder.at, 7));
        bytes memory signature = abi.encodePacked(r, s, v);
        vm.expectRevert(abi.encodeWithSignature("ERC20InvalidReceiver(address)", recipient.at));
        dollar.receiveWithAuthorization(holder.at, recipient.at, 7, 0, validBefore, NONCE, v, r, s);
        vm.expectRevert(abi.encodeWithSignature("ERC20InvalidReceiver(address)", recipient.at));
        dollar.receiveWithAuthorization(holder.at, recipient.at, 7, 0, validBefore, NONCE, signature);
        vm.prank(recipient.at);
        dollar.receiveWithAuthorization(holder.at, recipient.at, 7, 0, validBefore, NONCE, signature);
        vm.assertEq(dollar.balanceOf(recipient.at), 7, "paid");
    }

    function testReceiveAuthorizationIsNoTransferAuthorization() public {
        bytes memory signature = signBytes(holder.secret, transferDigest(RECEIVE, holder.at, 7));
        vm.expectRevert(abi.encodeWithSignature("ERC3009InvalidSignature()"));
        dollar.transferWithAuthorization(holder.at, recipient.at, 7, 0, validBefore, NONCE, signature);
    }

    function testCancelledAuthorizationIsVoid() public {
        bytes32 digest = digestOf(dollar.DOMAIN_SEPARATOR(), keccak256(abi.encode(CANCEL, holder.at, NONCE)));
        bytes memory forged = signBytes(recipient.secret, digest);
        vm.expectRevert(abi.encodeWithSignature("ERC3009InvalidSignature()"));
        dollar.cancelAuthorization(holder.at, NONCE, forged);
        dollar.cancelAuthorization(holder.at, NONCE, signBytes(holder.secret, digest));
        vm.assertTrue(dollar.authorizationState(holder.at, NONCE), "used up");
        bytes memory signature = signBytes(holder.secret, transferDigest(TRANSFER, holder.at, 7));
        vm.expectRevert(abi.encodeWithSignature("ERC3009UsedAuthorization(address,bytes32)", holder.at, NONCE));
        dollar.transferWithAuthorization(holder.at, recipient.at, 7, 0, validBefore, NONCE, signature);
    }

    function testAuthorizationHasItsTimes() public {
        bytes memory signature = signBytes(holder.secret, transferDigest(TRANSFER, holder.at, 7));
        vm.warp(validBefore);
        vm.expectRevert(abi.encodeWithSignature("ERC3009InvalidAuthorizationTime(uint256,uint256)", 0, validBefore));
        dollar.transferWithAuthorization(holder.at, recipient.at, 7, 0, validBefore, NONCE, signature);
    }

    function testMillTakesAuthorizationsToo() public {
        bytes32 structHash = keccak256(abi.encode(TRANSFER, holder.at, recipient.at, 7, uint256(0), validBefore, NONCE));
        bytes memory signature = signBytes(holder.secret, digestOf(mill.DOMAIN_SEPARATOR(), structHash));
        mill.transferWithAuthorization(holder.at, recipient.at, 7, 0, validBefore, NONCE, signature);
        vm.assertEq(mill.balanceOf(recipient.at), 7, "paid");
    }

    function testAuthorizationForAnotherTokenIsVoid() public {
        bytes memory signature = signBytes(holder.secret, transferDigest(TRANSFER, holder.at, 7));
        vm.expectRevert(abi.encodeWithSignature("ERC3009InvalidSignature()"));
        mill.transferWithAuthorization(holder.at, recipient.at, 7, 0, validBefore, NONCE, signature);
    }

    function transferDigest(bytes32 typeHash, address from, uint256 value) private view returns (bytes32) {
        return digestOf(
            dollar.DOMAIN_SEPARATOR(),
            keccak256(abi.encode(typeHash, from, recipient.at, value, uint256(0), validBefore, NONCE))
        );
    }

    function digestOf(bytes32 domainSeparator, bytes32 structHash) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", domainSeparator, structHash));
    }
}
