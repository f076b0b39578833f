// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Receipts} from "../contracts/Receipts.sol";
import {Registry} from "../contracts/Registry.sol";
import {IReceipts} from "../contracts/interfaces/IReceipts.sol";
import {TestBase} from "./support/TestBase.sol";

/// @title vectors/merkle.json: the proofs that TypeScript makes are proofs to the contract
contract MerkleVectorsTest is TestBase {
    Receipts private receipts;

    function setUp() public {
        receipts = new Receipts(new Registry(), 1 hours, 12 hours);
    }

    function testVectors() public {
        string memory json = vm.readFile("../../vectors/merkle.json");
        uint256 i = 0;
        for (; vm.keyExistsJson(json, string.concat(".cases[", vm.toString(i), "]")); i++) {
            string memory case_ = string.concat(".cases[", vm.toString(i), "]");
            bytes32[] memory leaves = vm.parseJsonBytes32Array(json, string.concat(case_, ".leaves"));
            uint64 epoch = uint64(i + 1);
            bytes32 root = vm.parseJsonBytes32(json, string.concat(case_, ".root"));
            vm.warp((uint256(epoch) + 1) * 1 hours);
            receipts.postRoot(address(this), epoch, root, uint32(leaves.length), new IReceipts.Total[](0));
            for (uint256 j = 0; j < leaves.length; j++) {
                string memory path = string.concat(case_, ".proofs[", vm.toString(j), "]");
                checkProof(epoch, leaves[j], vm.parseJsonBytes32Array(json, path), path);
            }
        }
        vm.assertGe(i, 1, "the vectors hold cases");
    }

    function checkProof(uint64 epoch, bytes32 leaf, bytes32[] memory proof, string memory path) private view {
        vm.assertTrue(receipts.isIncluded(address(this), epoch, leaf, proof), path);
        vm.assertFalse(receipts.isIncluded(address(this), epoch, ~leaf, proof), "another leaf");
        if (proof.length == 0) return;
        proof[proof.length - 1] = ~proof[proof.length - 1];
        vm.assertFalse(receipts.isIncluded(address(this), epoch, leaf, proof), "a broken proof");
    }
}
