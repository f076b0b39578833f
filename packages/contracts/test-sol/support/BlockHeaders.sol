// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Vm} from "./Vm.sol";
import {RLP} from "@openzeppelin/contracts/utils/RLP.sol";

/// @title Headers of blocks as a chain makes them
library BlockHeaders {
    using RLP for RLP.Encoder;

    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @notice Mines the first block at or after a time, so that it is the last but one, and returns it and its parent.
    function mine(uint256 time, bytes32 randao) internal returns (bytes memory header, bytes memory parent) {
        uint256 number = vm.getBlockNumber() + 1;
        parent = encode(number - 1, time - 1, "before", "its parent");
        header = encode(number, time, randao, keccak256(parent));
        vm.roll(number + 1);
        vm.setBlockhash(number - 1, keccak256(parent));
        vm.setBlockhash(number, keccak256(header));
    }

    /// @notice Returns the RLP of a header with the fields of Cancun.
    function encode(uint256 number, uint256 time, bytes32 randao, bytes32 parentHash)
        internal
        pure
        returns (bytes memory)
    {
        RLP.Encoder memory list = RLP.encoder();
        list = list.push(parentHash).push(bytes32("ommers")).push(address(1)).push(bytes32("state"));
        list = list.push(bytes32("transactions")).push(bytes32("receipts")).push(new bytes(256)).push(uint256(0));
        list = list.push(number).push(uint256(30_000_000)).push(uint256(21_000)).push(time).push(bytes("extra"));
        list = list.push(randao).push(new bytes(8)).push(uint256(7)).push(bytes32("withdrawals")).push(uint256(0));
        return list.push(uint256(0)).push(bytes32("beacon root")).encode();
    }
}
