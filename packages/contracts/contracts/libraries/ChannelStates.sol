// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice Where a channel stands: `None` → `Open` → `Closing` → `None`.
enum ChannelState {
    None,
    Open,
    Closing
}

/// @notice A channel as stored, in two slots.
/// @dev `epoch` outlives the channel: it counts the openings of one id, so that an old voucher stays void for ever.
struct Channel {
    /// Base units put in since it was opened, top-ups included.
    uint128 deposit;
    /// Base units already paid to the operator, never above `deposit`; kept after closing, until the next opening.
    uint128 redeemed;
    /// Whose vouchers count; kept after closing, until the next opening.
    address signer;
    /// Which opening of this id this is; the first is 1.
    uint32 epoch;
    /// When the payer may take the rest, in Unix seconds; 0 while it has not asked to leave.
    uint48 closesAt;
    bool open;
}

/// @title The state machine of a channel
/// @notice The same table as `vectors/channel.json`, which the tests run against the Escrow.
library ChannelStates {
    /// @notice Returns where a channel stands.
    function stateOf(Channel storage self) internal view returns (ChannelState) {
        if (!self.open) return ChannelState.None;
        return self.closesAt == 0 ? ChannelState.Open : ChannelState.Closing;
    }
}
