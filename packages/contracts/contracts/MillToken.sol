// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AuthorizedTransfers} from "./AuthorizedTransfers.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

/// @title MILL: stake and votes
/// @notice 18 decimals, permit (EIP-2612), votes (ERC-5805) and EIP-3009. The whole supply is minted once; nobody can
/// mint more. A holder can burn its own: slashed stake and lost deposits end that way.
contract MillToken is ERC20Burnable, ERC20Permit, ERC20Votes, AuthorizedTransfers {
    /// @notice All MILL there is, in base units: one billion MILL.
    uint256 public constant INITIAL_SUPPLY = 1_000_000_000e18;

    /// @param holder receives the whole supply
    constructor(address holder) ERC20("Millrace", "MILL") ERC20Permit("Millrace") {
        _mint(holder, INITIAL_SUPPLY);
    }

    /// @inheritdoc ERC20Permit
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }
}
