// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Charge} from "../contracts/libraries/Charge.sol";
import {TestBase} from "./support/TestBase.sol";

/// @title vectors/charge.json: TypeScript and Solidity round alike
contract ChargeVectorsTest is TestBase {
    function testVectors() public view {
        string memory json = vm.readFile("../../vectors/charge.json");
        uint256 i = 0;
        for (; vm.keyExistsJson(json, string.concat(".cases[", vm.toString(i), "]")); i++) {
            string memory case_ = string.concat(".cases[", vm.toString(i), "]");
            uint256 amount = Charge.charge(
                uint64(vm.parseJsonUint(json, string.concat(case_, ".inputUnits"))),
                uint128(vm.parseJsonUint(json, string.concat(case_, ".inputPrice"))),
                uint64(vm.parseJsonUint(json, string.concat(case_, ".outputUnits"))),
                uint128(vm.parseJsonUint(json, string.concat(case_, ".outputPrice")))
            );
            vm.assertEq(amount, vm.parseJsonUint(json, string.concat(case_, ".amount")), case_);
        }
        vm.assertGe(i, 1, "the vectors hold cases");
    }

    /// The charge is never below the exact price, and above it by less than one base unit.
    function testFuzzRoundsUpByLessThanOneUnit(uint64 input, uint128 inputPrice, uint64 output, uint128 outputPrice)
        public
        pure
    {
        uint256 exact = uint256(input) * inputPrice + uint256(output) * outputPrice;
        uint256 scaled = Charge.charge(input, inputPrice, output, outputPrice) * Charge.UNITS_PER_PRICE;
        vm.assertGe(scaled, exact, "never below");
        vm.assertLe(scaled, exact + Charge.UNITS_PER_PRICE - 1, "by less than one");
    }
}
