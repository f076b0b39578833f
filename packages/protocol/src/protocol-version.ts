/** Version of the messages between peers. Raised by any change that an older build would misread. */
export const protocolVersion = 3
