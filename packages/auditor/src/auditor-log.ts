/** One line of what happened, for a log. Never a secret, never a text, and nothing that tells a canary from other work. */
export type AuditorLog = (event: { readonly event: string; readonly [field: string]: unknown }) => void
