// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Everything around the roll, for histories of auditors that have no keys: registry, vault and courthouse in one
contract RollStubs {
    mapping(address node => address operator) public operatorOf;
    mapping(address node => bytes8 subnet) public subnetOf;
    mapping(address operator => bool unbonded) public isUnbonded;

    function bind(address node, address operator, bytes8 subnet) external {
        operatorOf[node] = operator;
        subnetOf[node] = subnet;
    }

    function unbond(address operator) external {
        isUnbonded[operator] = true;
    }

    function bondedOf(address operator) external view returns (uint256) {
        return isUnbonded[operator] ? 0 : 1e30;
    }

    function reserve(address, uint256) external {}

    function release(address, uint256) external {}

    function isJudge(address) external pure returns (bool) {
        return true;
    }
}
