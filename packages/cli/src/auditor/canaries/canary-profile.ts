/**
 * What the canaries of an auditor look like: sessions of its own traffic, from a file, or, where it has none, sessions drawn for it alone.
 * The drawn ones are guesses: a provider that knows its buyers tells them sooner (docs/adr/0026-replicas-and-canaries.md).
 */
import { parseRequest, parseWith, zeroHash } from '@millrace/protocol'
import { type ObservedRequest, type TrafficProfile, trafficProfile } from '@millrace/verification'
import * as v from 'valibot'
import { readJsonFile } from '../../read-file.ts'

/** Bytes of a profile's file: a few thousand sessions. */
export const canaryProfileBytesMax = 64 * 1024 * 1024
/** Sessions drawn where no traffic is known. */
const drawnSessions = 240

const seen = v.object({
  request: v.pipe(
    v.unknown(),
    v.transform((value) => parseRequest(value)),
  ),
  gapMs: v.pipe(v.number(), v.minValue(0)),
  isFollowUp: v.boolean(),
})

/** Returns the profile in a file: an array of sessions, each an array of `{ request, gapMs, isFollowUp }`. */
export async function readCanaryProfile(path: string): Promise<TrafficProfile> {
  const hint =
    'It is an array of sessions, each an array of { request, gapMs, isFollowUp }, of traffic that is yours to use.'
  const parse = (value: unknown) => trafficProfile(parseWith(v.array(v.array(seen)), value, 'canary profile'))
  return readJsonFile(path, { bytesMax: canaryProfileBytesMax, hint, parse })
}

/** Returns a profile drawn for one payer: lengths and gaps are log-normal, as those of people are. @param uniform - in (0, 1). */
export function drawnCanaryProfile(uniform: () => number): TrafficProfile {
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  const logNormal = (median: number, spread: number) => median * Math.exp(spread * normal())
  const oneOf = <T>(choices: readonly T[]): T => choices[Math.floor(uniform() * choices.length)] as T
  // An application keeps its settings.
  const settings = Array.from({ length: 3 }, () => ({
    maxTokens: oneOf([64, 100, 128, 200, 256, 300, 400, 512]),
    temperature: oneOf([0, 0.2, 0.7, 0.7, 0.8, 1, 1]),
    topP: oneOf([1, 1, 1, 0.9, 0.95]),
  }))
  const text = (chars: number) => 'So it was. '.repeat(Math.max(1, Math.round(chars / 11))).trim()
  const session = (): readonly ObservedRequest[] => {
    const head = { model: zeroHash, nonce: `0x${'00'.repeat(16)}`, stop: [], ...oneOf(settings) }
    const isChat = uniform() < 0.8
    const steps = 1 + Math.floor(Math.min(7, logNormal(1, 0.9) - 0.5 + uniform() * 0.5))
    return Array.from({ length: Math.max(1, steps) }, (_, step) => {
      const content = text(Math.min(4_000, logNormal(isChat ? 120 : 250, 0.9)))
      const request: ObservedRequest['request'] = isChat
        ? { kind: 'chat', ...head, messages: [{ role: 'user', content }] }
        : { kind: 'completion', ...head, prompt: content }
      return { request, gapMs: step === 0 ? 0 : logNormal(45_000, 1), isFollowUp: isChat && step > 0 }
    })
  }
  return trafficProfile(Array.from({ length: drawnSessions }, session))
}
