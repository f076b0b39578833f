// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Vm} from "./Vm.sol";

/// @notice A key and its address.
struct Key {
    address at;
    uint256 secret;
}

/// @title What every test needs
abstract contract TestBase {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @dev Order of the secp256k1 group.
    uint256 internal constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    /// @notice Returns the key that goes by a name, always the same one.
    function keyOf(string memory name) internal returns (Key memory key) {
        key.secret = uint256(keccak256(bytes(name))) % CURVE_ORDER;
        key.at = vm.addr(key.secret);
        vm.label(key.at, name);
    }

    /// @notice Brings a fuzzed value into [min, max], keeping it where it is inside already.
    function bound(uint256 value, uint256 min, uint256 max) internal pure returns (uint256) {
        if (value >= min && value <= max) return value;
        return min + value % (max - min + 1);
    }

    /// @notice Returns a 65-byte signature.
    function signBytes(uint256 secret, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(secret, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @notice Returns an EIP-2098 compact signature.
    function signCompact(uint256 secret, bytes32 digest) internal pure returns (bytes32 r, bytes32 vs) {
        uint8 v;
        bytes32 s;
        (v, r, s) = vm.sign(secret, digest);
        vs = bytes32(uint256(v - 27) << 255 | uint256(s));
    }
}
