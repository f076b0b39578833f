/** What a port carrier and the process that started it say to each other. */

export type ToCarrier =
  | { readonly id: number; readonly port: number }
  /** Whoever wanted it does not any more. */
  | { readonly abandon: number }

export type FromCarrier =
  | { readonly kind: 'ready' }
  /** With the socket, which is from now on the receiver's alone. */
  | { readonly kind: 'open'; readonly id: number }
  | { readonly kind: 'closed'; readonly id: number }
