// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {TestBase} from "./TestBase.sol";

/// @title Tells forge which contract to call at random
abstract contract InvariantBase is TestBase {
    address internal handlerAddress;

    /// @notice Read by forge: only the handler is called.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = handlerAddress;
    }
}
