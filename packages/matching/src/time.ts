/** Times in this package: Unix seconds for what is signed, milliseconds for durations. */
export type Millis = number
