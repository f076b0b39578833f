import { describe, expect, it } from 'vitest'
import { type Deployment, deploymentToJson, deploymentTokensMax, parseDeployment } from './deployment.ts'

const address = (digit: number) => `0x${String(digit).padStart(2, '0').repeat(20)}` as const
const deployment: Deployment = {
  chainId: 31_337,
  escrow: address(1),
  registry: address(2),
  stakeVault: address(3),
  receipts: address(4),
  millToken: address(5),
  courthouse: address(7),
  beacon: address(8),
  auditorRoll: address(9),
  judges: { equivocation: address(10), omission: address(11), ghosting: address(12), panel: address(13) },
  tokens: [{ address: address(6), symbol: 'tUSD', decimals: 6 }],
  closeDelaySeconds: 60,
  receiptEpochSeconds: 3_600,
  deployedAtBlock: 0,
}
const json = deploymentToJson(deployment)
const token = deployment.tokens[0]

describe('deployment', () => {
  it('is read back as written', () => {
    expect(parseDeployment(JSON.parse(JSON.stringify(json)))).toEqual(deployment)
  })

  it('takes addresses in any case, and gives them in lower case', () => {
    const upper = { ...json, escrow: `0x${'AB'.repeat(20)}` }
    expect(parseDeployment(upper).escrow).toBe(`0x${'ab'.repeat(20)}`)
  })

  it('may settle in MILL', () => {
    const own = { ...json, tokens: [{ address: address(5), symbol: 'MILL', decimals: 18 }] }
    expect(parseDeployment(own).tokens[0]?.symbol).toBe('MILL')
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['another version', { ...json, version: 1 }],
    ['a judge too few', { ...json, judges: { ...deployment.judges, panel: undefined } }],
    ['a judge twice', { ...json, judges: { ...deployment.judges, panel: address(10) } }],
    ['no epoch', { ...json, receiptEpochSeconds: 0 }],
    ['an unknown field', { ...json, escorw: address(1) }],
    ['a missing field', { ...json, registry: undefined }],
    ['a short address', { ...json, escrow: '0x12' }],
    ['an address used twice', { ...json, registry: address(1) }],
    ['chain id zero', { ...json, chainId: 0 }],
    ['chain id as text', { ...json, chainId: '1' }],
    ['no token', { ...json, tokens: [] }],
    ['a token listed twice', { ...json, tokens: [token, token] }],
    ['too many tokens', { ...json, tokens: new Array(deploymentTokensMax + 1).fill(token) }],
    ['a symbol with a line break', { ...json, tokens: [{ ...token, symbol: 'a\nb' }] }],
    ['a symbol too long', { ...json, tokens: [{ ...token, symbol: 'a'.repeat(17) }] }],
    ['negative decimals', { ...json, tokens: [{ ...token, decimals: -1 }] }],
    ['no close delay', { ...json, closeDelaySeconds: 0 }],
    ['half a block', { ...json, deployedAtBlock: 0.5 }],
  ])('refuses %s', (_name, value) => {
    expect(() => parseDeployment(value)).toThrow(expect.objectContaining({ code: 'PROTOCOL_MALFORMED' }))
  })
})
