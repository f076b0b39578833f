// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title What metered work costs
/// @notice Rounds up, so a provider is never paid less than the agreed price; the error is below one base unit.
/// TypeScript rounds the same way, held equal by `vectors/charge.json`.
library Charge {
    /// @notice Prices are base units of the settlement token per this many units of work.
    uint256 internal constant UNITS_PER_PRICE = 1_000_000;

    /// @notice Returns ceil((inputUnits * inputPrice + outputUnits * outputPrice) / 1,000,000) in base units.
    /// @dev Cannot overflow: each product is below 2^192.
    function charge(uint64 inputUnits, uint128 inputPrice, uint64 outputUnits, uint128 outputPrice)
        internal
        pure
        returns (uint256)
    {
        uint256 scaled = uint256(inputUnits) * inputPrice + uint256(outputUnits) * outputPrice;
        return (scaled + UNITS_PER_PRICE - 1) / UNITS_PER_PRICE;
    }
}
