/** The handler of a side that dialed: the port gives it none, so what the other side opens is reset. */
export async function refuseStreams(stream: { reset(): void }): Promise<void> {
  stream.reset()
}
