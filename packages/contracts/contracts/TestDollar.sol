// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AuthorizedTransfers} from "./AuthorizedTransfers.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title Test Dollar: play money for local and test networks
/// @notice TEST ONLY, worth nothing: anyone can mint it. 6 decimals, permit (EIP-2612) and EIP-3009, as the dollar
/// tokens of public chains have.
contract TestDollar is ERC20Permit, AuthorizedTransfers {
    /// @notice Most one call of {mint} gives, in base units: one million tUSD.
    uint256 public constant MINT_AMOUNT_MAX = 1_000_000e6;

    error MintAmountTooLarge(uint256 amount, uint256 max);

    constructor() ERC20("Test Dollar", "tUSD") ERC20Permit("Test Dollar") {}

    /// @notice Gives anyone up to {MINT_AMOUNT_MAX} base units a call.
    function mint(address to, uint256 amount) external {
        if (amount > MINT_AMOUNT_MAX) revert MintAmountTooLarge(amount, MINT_AMOUNT_MAX);
        _mint(to, amount);
    }

    /// @inheritdoc ERC20
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
