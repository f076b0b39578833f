/** Where the transport tells of peers that misbehave. A pino logger fits. Fields hold no secrets and no frames. */
export type TransportLog = {
  debug(fields: object, message: string): void
  warn(fields: object, message: string): void
}
