import type { TokenInfo } from '@millrace/chain'
import { type Address, formatAmount, modelRoot, zeroHash } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openMarket, testModel } from '../test/support/scripted-provider.ts'
import { type Candidate, chooseOffer, type Demand, excludedListedMax } from './choose-offer.ts'

const token: TokenInfo = { address: `0x${'d0'.repeat(20)}` as Address, symbol: 'USDm', decimals: 6 }
const now = 1_800_000_000_000

type Spec = {
  id: number
  input?: bigint
  output?: bigint
  context?: number
  workload?: 'chat' | 'embed'
  expired?: boolean
}

function candidate({
  id,
  input = 100_000n,
  output = 400_000n,
  context = 4_096,
  workload = 'chat',
  expired,
}: Spec): Candidate {
  const node = `0x${id.toString(16).padStart(2, '0').repeat(20)}` as Address
  const operator = `0x${(id + 100).toString(16).padStart(2, '0').repeat(20)}` as Address
  return {
    offer: {
      endpoint: { address: node, addresses: [`/memory/${id}`] },
      operator,
      node,
      workload,
      model: testModel,
      modelRoot: modelRoot(testModel),
      prices: { inputPrice: input, outputPrice: output },
      contextTokensMax: context,
      offerHash: zeroHash,
      offer: {
        operator,
        node,
        modelRoot: modelRoot(testModel),
        workload: workload === 'chat' ? 1 : 3,
        token: token.address,
        inputPrice: input,
        outputPrice: output,
        contextTokensMax: context,
        creditTokens: 64,
        ...openMarket,
        detailsHash: zeroHash,
        sequence: 1n,
        expiresAt: BigInt(now / 1000) + (expired === true ? 0n : 60n),
      },
    },
  }
}

function demand(over: Partial<Demand> = {}): Demand {
  const size = { inputUnitsExpected: 200, inputUnitsMax: 900, maxTokens: 100, contexts: 1 }
  return { workload: 'chat', size, token, now, ...over }
}

describe('the choice', () => {
  test('goes to the lowest expected cost, and says why', () => {
    const offers = [
      candidate({ id: 1, output: 90_000_000n }),
      candidate({ id: 2 }),
      candidate({ id: 3, output: 800_000n }),
    ]
    expect(chooseOffer(offers, demand()).why).toMatchInlineSnapshot(`
      {
        "chosen": "It is the cheapest of 3: about 0.00006 USDm for 200 input and 100 output tokens; the next is 0.0001 USDm.",
        "considered": [
          {
            "expectedCost": 60n,
            "node": "0x0202020202020202020202020202020202020202",
            "reason": "0.1 USDm per million input tokens, 0.4 USDm per million output tokens; about 0.00006 USDm for this ask, at most 0.00013 USDm.",
          },
          {
            "expectedCost": 100n,
            "node": "0x0303030303030303030303030303030303030303",
            "reason": "0.1 USDm per million input tokens, 0.8 USDm per million output tokens; about 0.0001 USDm for this ask, at most 0.00017 USDm.",
          },
          {
            "expectedCost": 9020n,
            "node": "0x0101010101010101010101010101010101010101",
            "reason": "0.1 USDm per million input tokens, 90 USDm per million output tokens; about 0.00902 USDm for this ask, at most 0.00909 USDm.",
          },
        ],
        "excluded": [],
      }
    `)
  })

  test('says why each of the others will not do', () => {
    const offers = [
      candidate({ id: 1, workload: 'embed' }),
      candidate({ id: 2, expired: true }),
      candidate({ id: 3, context: 64 }),
      candidate({ id: 4, input: 900_000_000_000n }),
      {
        ...candidate({ id: 5 }),
        unavailable: 'It could not be reached a moment ago (PEER_UNREACHABLE: No connection.).',
      },
      candidate({ id: 6 }),
    ]
    expect(chooseOffer(offers, demand({ amountMax: 1_000n })).why).toMatchInlineSnapshot(`
      {
        "chosen": "It is the only one that will do: about 0.00006 USDm for 200 input and 100 output tokens.",
        "considered": [
          {
            "expectedCost": 60n,
            "node": "0x0606060606060606060606060606060606060606",
            "reason": "0.1 USDm per million input tokens, 0.4 USDm per million output tokens; about 0.00006 USDm for this ask, at most 0.00013 USDm.",
          },
        ],
        "excluded": [
          {
            "node": "0x0101010101010101010101010101010101010101",
            "reason": "It offers embed, not chat.",
          },
          {
            "node": "0x0202020202020202020202020202020202020202",
            "reason": "Its offer has expired.",
          },
          {
            "node": "0x0303030303030303030303030303030303030303",
            "reason": "The input is about 200 tokens, but its context holds 64.",
          },
          {
            "node": "0x0404040404040404040404040404040404040404",
            "reason": "It may cost more than 0.001 USDm at 900000 USDm per million input tokens, 0.4 USDm per million output tokens.",
          },
          {
            "node": "0x0505050505050505050505050505050505050505",
            "reason": "It could not be reached a moment ago (PEER_UNREACHABLE: No connection.).",
          },
        ],
      }
    `)
  })

  test('is empty where nothing will do', () => {
    const provider = `0x${'77'.repeat(20)}` as const
    const { ranked, why } = chooseOffer([candidate({ id: 1 })], demand({ provider }))
    expect(ranked).toEqual([])
    expect(why).toMatchInlineSnapshot(`
      {
        "chosen": "",
        "considered": [],
        "excluded": [
          {
            "node": "0x0101010101010101010101010101010101010101",
            "reason": "It is not the provider that was asked for.",
          },
        ],
      }
    `)
  })

  test('names the provider that was asked for, by node or by operator', () => {
    const offers = [candidate({ id: 1 }), candidate({ id: 2 })]
    for (const provider of [offers[1]?.offer.node, offers[1]?.offer.operator]) {
      expect(chooseOffer(offers, demand({ provider: provider as Address })).ranked[0]?.offer.node).toBe(
        offers[1]?.offer.node,
      )
    }
  })

  test('goes back to where the idempotency key went, even where it is dearer', () => {
    const offers = [candidate({ id: 1 }), candidate({ id: 2, output: 9_000_000n })]
    const preferred = offers[1]?.offer.node as Address
    const { ranked, why } = chooseOffer(offers, demand({ preferred }))
    expect(ranked[0]?.offer.node).toBe(preferred)
    expect(why.chosen).toMatchInlineSnapshot(
      `"It took the earlier try with this idempotency key, so it may hold the answer."`,
    )
  })

  test('lets price, then address decide between equal costs', () => {
    const offers = [candidate({ id: 9 }), candidate({ id: 2, output: 400_001n }), candidate({ id: 5 })]
    const { ranked, why } = chooseOffer(offers, demand())
    expect(ranked.map(({ offer }) => offer.endpoint.addresses[0])).toEqual(['/memory/5', '/memory/9', '/memory/2'])
    expect(why.chosen).toMatchInlineSnapshot(
      `"It is one of the cheapest of 3, about 0.00006 USDm for 200 input and 100 output tokens; the lower address decides between equals."`,
    )
  })

  test('lowers maxTokens to what the cap affords', () => {
    const offers = [candidate({ id: 1, input: 0n, output: 1_000_000n })]
    expect(chooseOffer(offers, demand({ amountMax: 7n })).ranked[0]?.plan).toMatchObject({ maxTokens: 7, cap: 7n })
  })

  test('does not depend on the order of the offers', () => {
    const specs = fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 1, max: 200 }), input: fc.bigInt(0n, 9n), output: fc.bigInt(0n, 9n) }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 12 },
    )
    fc.assert(
      fc.property(specs, fc.nat(), (each, turn) => {
        const offers = each.map(candidate)
        const turned = [...offers.slice(turn % offers.length), ...offers.slice(0, turn % offers.length)]
        expect(chooseOffer(turned, demand()).why).toEqual(chooseOffer(offers, demand()).why)
      }),
    )
  })

  test('lists a bounded number of exclusions', () => {
    const offers = Array.from({ length: 200 }, (_, id) => candidate({ id: id + 1, expired: true }))
    const { excluded } = chooseOffer(offers, demand()).why
    expect(excluded).toHaveLength(excludedListedMax + 1)
    expect(excluded.at(-1)).toEqual({ reason: '136 more were excluded.' })
  })
})

describe('money for people', () => {
  test.each([
    [0n, 6, '0 USDm'],
    [1n, 6, '0.000001 USDm'],
    [1_250_000n, 6, '1.25 USDm'],
    [12_000_000n, 6, '12 USDm'],
    [5n, 0, '5 USDm'],
  ])('%d at %d decimals is %s', (amount, decimals, text) => {
    expect(formatAmount(amount, { symbol: 'USDm', decimals })).toBe(text)
  })
})
