/** Every command against one running light network of real processes, with and without `--json`. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseReceiptBundle } from '@millrace/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Outcome,
  processesOf,
  type Running,
  removeHome,
  run,
  start,
  startNetwork,
  temporaryHome,
  untilNoneLeft,
} from './support/millrace.ts'
import { runHere } from './support/run-here.ts'
import { startUpstream } from './support/upstream.ts'

let home: string
let url: string
let apiKey: string
let up: Running

beforeAll(async () => {
  home = await temporaryHome()
  ;({ up, url, apiKey } = await startNetwork(home))
  // It comes after the first answer, with an offer and keys of its own.
  await up.shows('auditor elm')
})

afterAll(async () => {
  up.process.kill('SIGINT')
  await up.ended
  // A test that failed may have left one behind.
  for (const line of processesOf(home)) process.kill(Number.parseInt(line, 10), 'SIGKILL')
  await untilNoneLeft(home)
  await removeHome(home)
})

const slow = { timeout: 120_000 }
const millrace = (...args: string[]): Promise<Outcome> => runHere(args, { home })
const json = async (...args: string[]) => {
  const { status, stdout, stderr } = await millrace(...args, '--json')
  expect([status, stderr]).toEqual([0, expect.any(String)])
  return JSON.parse(stdout)
}
/** The error without what differs between runs. */
const told = ({ status, stderr }: Outcome) =>
  `${stderr.replaceAll(home, 'HOME').replace(/0x[0-9a-f]{40}\b/g, 'ADDRESS')}exit status ${status}`
const payer = async () => (await json('wallet')).accounts.find(({ name }: { name: string }) => name === 'payer')
const ask = (key: string, model = 'stories15m') =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, max_tokens: 4, messages: [{ role: 'user', content: 'Hello' }] }),
  })

describe('looking', () => {
  test('models lists each model once', slow, async () => {
    expect(await millrace('models')).toMatchObject({ status: 0, stdout: 'minilm-l6-v2\nstories15m\n', stderr: '' })
    expect((await json('models')).map(({ id }: { id: string }) => id)).toEqual(['minilm-l6-v2', 'stories15m'])
  })

  test('offers shows what every provider sells, the cheapest of a model first', slow, async () => {
    const { status, stdout } = await millrace('offers')
    expect(status).toBe(0)
    const columns = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/))
    expect(columns[0]).toEqual([
      ...['model', 'workloads', 'in per 1M', 'out per 1M', 'terms', 'region', 'slots'],
      ...['trip', 'first token', 'record', 'node'],
    ])
    expect(columns.slice(1).map((row) => row.slice(0, 6))).toEqual([
      ['millrace-auditor:1', 'audit', '0.2 tUSD', '0 tUSD', 'posted', 'undisclosed'],
      ['millrace-wasm:1', 'batch', '0.1 tUSD', '1 tUSD', 'posted', 'undisclosed'],
      ['millrace-wasm:1', 'batch', '0.1 tUSD', '1 tUSD', 'posted', 'undisclosed'],
      ['millrace-wasm:1', 'batch', '0.1 tUSD', '1 tUSD', 'posted', 'undisclosed'],
      ['minilm-l6-v2', 'embed', '0.01 tUSD', '0 tUSD', 'posted', 'undisclosed'],
      ['minilm-l6-v2', 'embed', '0.02 tUSD', '0 tUSD', 'posted', 'undisclosed'],
      ['stories15m', 'chat completion', '0.1 tUSD', '0.4 tUSD', 'posted', 'undisclosed'],
      ['stories15m', 'chat completion', '0.15 tUSD', '0.6 tUSD', 'posted', 'undisclosed'],
    ])
    for (const row of columns.slice(1)) {
      expect(row.slice(6)).toEqual([
        expect.stringMatching(/^\d+$/),
        expect.stringMatching(/^~?[\d.]+ ms$/),
        expect.stringMatching(/^~\d+ m?s$/),
        expect.stringMatching(/^\d+ %$/),
        expect.stringMatching(/^0x[0-9a-f]{6}…[0-9a-f]{4}$/),
      ])
    }
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(133)
    const { offers, unreachable, rejected } = await json('offers')
    expect(offers).toHaveLength(10)
    expect(offers[0]).toMatchObject({ expected: { roundTripFrom: 'estimated', region: 'undisclosed' } })
    expect([unreachable, rejected]).toEqual([[], []])
    expect((await json('offers', '--model', 'stories15m')).offers).toHaveLength(4)
  })

  test(
    'offers --explain ranks for an order, with the parts of the cost, the times and the next best',
    slow,
    async () => {
      const args = ['offers', '--explain', '--model', 'stories15m', '--input', '100', '--output', '50', '--count', '2']
      const { status, stdout } = await millrace(...args)
      expect(status).toBe(0)
      const shape = stdout.replace(/0x[0-9a-f]{40}/g, 'NODE').replace(/\d+(\.\d+)?/g, 'N')
      expect(shape).toContain('N. NODE of operator NODE, N tUSD\n')
      expect(shape).toContain(
        '   Node NODE costs N tUSD in expectation: N tUSD for the work, N tUSD for the wait and N tUSD',
      )
      expect(shape).toContain('with a round trip of N ms (estimated)')
      expect(shape).toContain('The next, node NODE, costs N tUSD more: N tUSD more for the work')
      expect(shape).toContain('Excluded: N for other work (workload).')
      const { outcome, matches, ranked, excluded } = await json(...args)
      expect([outcome, matches.length, ranked.length]).toEqual(['matched', 2, 2])
      // 100 and 50 tokens at 0.1 and 0.4 tUSD per million.
      expect(matches[0].reasons).toMatchObject({ workCost: '30', roundTripFrom: 'estimated', terms: 0 })
      expect(excluded.workload).toEqual({ excluded: 8 })
    },
  )

  test(
    'when nothing matches, it says what keeps each out and the smallest change, and ends with status 3',
    slow,
    async () => {
      const args = ['offers', '--explain', '--model', 'stories15m', '--max-price', '0.12/0.3']
      const dear = await millrace(...args)
      expect([dear.status, dear.stdout.replace(/; without that, \d would match/g, '')]).toMatchInlineSnapshot(`
        [
          3,
          "No match: of 10 offers, 2 are for this work and model.
        Excluded: 8 for other work (workload).
        Excluded: 1 asking more for input (inputPriceMax).
        Excluded: 2 asking more for output (outputPriceMax).
        Smallest change that would match: outputPriceMax from 0.3 tUSD per million units to 0.4 tUSD per million units; then 1 offer would pass.
        ",
        ]
      `)
      expect(told(dear)).toMatchInlineSnapshot(`
        "error: No offer of stories15m matches this order.
          The lines above say what keeps each offer out, and the smallest change that would match.
          (NO_OFFER_MATCHES)
        exit status 3"
      `)
      const { status, stdout } = await millrace(...args, '--json')
      expect([status, JSON.parse(stdout)]).toMatchObject([
        3,
        {
          outcome: 'no-match',
          relaxation: { changes: [{ constraint: 'outputPriceMax', from: '300000', to: '400000' }] },
        },
      ])
      expect(told(await millrace('offers', '--explain', '--model', 'nope'))).toMatchInlineSnapshot(`
        "error: No provider that was reached offers the model nope.
          Ask for one of: millrace-auditor:1, millrace-wasm:1, minilm-l6-v2, stories15m.
          (MODEL_NOT_OFFERED)
        exit status 3"
      `)
    },
  )

  test('status is 0 and names every part', slow, async () => {
    const { status, stdout } = await millrace('status')
    expect(status).toBe(0)
    expect(stdout.match(/✓/g)).toHaveLength(3)
    expect(stdout).toMatch(/✓ peers +[34] met, of 3 listed; 10 offers of 4 nodes\n/)
    expect(await json('status')).toMatchObject({ network: 'local', ok: true })
  })

  test('wallet shows keys, balances, what is in channels and what is staked', slow, async () => {
    const { stdout } = await millrace('wallet')
    const [head, ...rows] = stdout.trimEnd().split('\n')
    expect(head?.split(/ {2,}/)).toEqual([
      'key',
      'address',
      'gas coin',
      'tUSD',
      'in Escrow',
      'in channels',
      'MILL staked',
    ])
    expect(rows).toHaveLength(10)
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120)
  })

  test('network lists and shows; what is shown can be shared and hides the gateway', slow, async () => {
    expect((await json('network', 'list'))[0]).toEqual({
      ...{ name: 'local', chainId: 31337 },
      ...{ bootstrap: 3, providers: 0 },
    })
    const shared = JSON.parse((await millrace('network', 'show')).stdout)
    expect(shared).not.toHaveProperty('gatewayUrl')
    const file = join(home, 'shared.json')
    await writeFile(file, JSON.stringify({ ...shared, name: 'copy', gatewayUrl: 'http://evil.example' }))
    expect((await millrace('network', 'add', file)).status).toBe(0)
    expect(JSON.parse((await millrace('network', 'show', '--network', 'copy')).stdout)).toEqual({
      ...shared,
      name: 'copy',
    })
    expect(told(await millrace('network', 'add', file))).toMatchInlineSnapshot(`
      "error: This machine knows a network "copy" already.
        Choose another name.
        (USAGE_INVALID)
      exit status 2"
    `)
    await writeFile(file, JSON.stringify(shared))
    expect(told(await millrace('network', 'add', file))).toMatchInlineSnapshot(`
      "error: The name "local" is kept for the network that "millrace up" starts.
        Choose another name.
        (USAGE_INVALID)
      exit status 2"
    `)
  })
})

describe('asking', () => {
  test('chat answers a question, with its cost in tokens of money', slow, async () => {
    const { status, stdout } = await millrace('chat', '--model', 'stories15m', '--max-tokens', '8', 'Tell', 'me')
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /\n {2}8 tokens, 0\.0+\d+ tUSD, policy sampled:2%, tolerant, build 0x[0-9a-f]+…\n {2}receipt 0x[0-9a-f]{64}\n$/,
    )
    const answer = await json('chat', '--model', 'stories15m', '--max-tokens', '8', 'Tell me')
    expect(answer).toMatchObject({ outputTokens: 8, amount: expect.stringMatching(/^\d+$/) })
  })

  test('chat talks line by line through a pipe, remembers, and ends at an empty line', slow, async () => {
    const input = 'Tell me a story\nGo on\n\nnever asked\n'
    const { status, stdout } = await run(['chat', '--model', 'stories15m', '--max-tokens', '6', '--json'], {
      home,
      input,
    })
    expect(status).toBe(0)
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(answers).toHaveLength(2)
    expect(answers[1].inputTokens).toBeGreaterThan(answers[0].inputTokens + answers[0].outputTokens)
  })

  test('an unknown model, a wrong key and a wrong address are told apart', slow, async () => {
    expect(told(await millrace('chat', '--model', 'nope', 'hi'))).toMatchInlineSnapshot(`
      "error: The gateway answered 404 (model_not_found): The model 'nope' does not exist or you do not have access to it. GET /v1/models lists the models you may use.
        Name one that "millrace models" lists.
        (GATEWAY_NOT_FOUND)
      exit status 3"
    `)
    const wrongKey = await run(['models'], { home, env: { MILLRACE_API_KEY: 'mr-wrong' } })
    expect(told(wrongKey)).toMatchInlineSnapshot(`
      "error: The gateway answered 401 (invalid_api_key): Incorrect API key provided. Check the key, or have a new one made.
        Check the API key: "millrace keys list" shows those of your own gateway.
        (GATEWAY_UNAUTHORIZED)
      exit status 2"
    `)
    const env = { MILLRACE_API_KEY: apiKey }
    expect(told(await run(['models', '--url', 'http://127.0.0.1:9'], { home, env }))).toMatchInlineSnapshot(`
      "error: No gateway answers at http://127.0.0.1:9.
        Start the local network with "millrace up", or name another gateway with --url.
        (GATEWAY_UNREACHABLE)
      exit status 5"
    `)
    expect(told(await millrace('models', '--url', 'file:///etc/passwd'))).toMatchInlineSnapshot(`
      "error: --url: expected an http or https address, got "file:///etc/passwd".
        Give it like https://gateway.example.org.
        (USAGE_INVALID)
      exit status 2"
    `)
  })
})

describe('receipts', () => {
  test('get and verify, online and offline; a changed one fails with status 6', slow, async () => {
    const { receiptId } = await json('chat', '--model', 'stories15m', '--max-tokens', '6', 'Hello')
    const file = join(home, 'receipt.json')
    expect((await millrace('receipts', 'get', receiptId, '--out', file)).status).toBe(0)
    const printed = await millrace('receipts', 'get', receiptId)
    expect(printed.stdout).toBe(await readFile(file, 'utf8'))
    parseReceiptBundle(JSON.parse(printed.stdout))

    const online = await json('receipts', 'verify', file)
    expect(online).toMatchObject({ receiptId, holds: true, chainChecked: true })
    const offline = await json('receipts', 'verify', file, '--offline')
    expect(offline).toMatchObject({ receiptId, holds: true, chainChecked: false })
    expect(online.checks.length).toBeGreaterThan(offline.checks.length)
    expect((await millrace('receipts', 'verify', receiptId)).status).toBe(0)
    const piped = await run(['receipts', 'verify', '-', '--offline'], { home, input: printed.stdout })
    expect(piped.status).toBe(0)

    const bundle = JSON.parse(printed.stdout)
    bundle.receipt.amount = String(BigInt(bundle.receipt.amount) + 1n)
    await writeFile(file, JSON.stringify(bundle))
    const tampered = await millrace('receipts', 'verify', file)
    expect(tampered.status).toBe(6)
    expect(tampered.stdout).toContain('✗')
    expect(tampered.stderr).toContain('(RECEIPT_INVALID)')
  })

  test('what is no receipt is refused with its place', slow, async () => {
    const file = join(home, 'no-receipt.json')
    expect(told(await millrace('receipts', 'verify', file))).toMatchInlineSnapshot(`
      "error: Cannot read HOME/no-receipt.json: there is no such file.
        Check the path and its permissions.
        (FILE_UNREADABLE)
      exit status 2"
    `)
    await writeFile(file, '{')
    expect(told(await millrace('receipts', 'verify', file))).toMatchInlineSnapshot(`
      "error: The file HOME/no-receipt.json is broken: it is not JSON.
        Fetch the receipt again with "millrace receipts get".
        (FILE_BROKEN)
      exit status 2"
    `)
    await writeFile(file, '{"version":1}')
    expect(told(await millrace('receipts', 'verify', file))).toMatchInlineSnapshot(`
      "error: The file HOME/no-receipt.json is broken: receipt bundle.domain: expected "domain", got undefined.
        Fetch the receipt again with "millrace receipts get".
        (FILE_BROKEN)
      exit status 2"
    `)
    expect(told(await millrace('receipts', 'get', '0x12'))).toMatchInlineSnapshot(`
      "error: Expected a receipt id of 32 bytes as hex, got "0x12".
        Take it from the millrace-receipt header.
        (USAGE_INVALID)
      exit status 2"
    `)
    expect(told(await millrace('receipts', 'get', `0x${'00'.repeat(32)}`))).toMatchInlineSnapshot(`
      "error: The gateway answered 404 (receipt_not_found): No receipt with id '0x0000000000000000000000000000000000000000000000000000000000000000' was found. It is there once the answer is complete, under the API key that paid for it, for as long as it is kept.
        Check the id; a gateway shows a receipt only to the key that paid for it.
        (GATEWAY_NOT_FOUND)
      exit status 3"
    `)
  })
})

describe('money', () => {
  test('faucet, deposit and withdraw move exactly what they say', slow, async () => {
    const before = await payer()
    await json('faucet')
    expect(BigInt((await payer()).held) - BigInt(before.held)).toBe(100_000_000n)
    await json('deposit', '2.5')
    const { escrow } = await payer()
    expect(BigInt(escrow) - BigInt(before.escrow)).toBe(2_500_000n)
    expect(await json('withdraw', '1')).toMatchObject({ amount: '1000000' })
    expect(BigInt((await payer()).escrow)).toBe(BigInt(escrow) - 1_000_000n)
  })

  test('amounts that cannot be are refused', slow, async () => {
    const errors = ['abc', '-1', '1e3', '0.0000001', '99999999'].map(async (text) =>
      told(await millrace('deposit', '--', text)),
    )
    expect((await Promise.all(errors)).join('\n')).toMatchInlineSnapshot(`
      "error: Expected an amount of tUSD with at most 6 decimals, got "abc".
        Write it like 12.5, without sign, unit or exponent.
        (USAGE_INVALID)
      exit status 2
      error: Expected an amount of tUSD with at most 6 decimals, got "-1".
        Write it like 12.5, without sign, unit or exponent.
        (USAGE_INVALID)
      exit status 2
      error: Expected an amount of tUSD with at most 6 decimals, got "1e3".
        Write it like 12.5, without sign, unit or exponent.
        (USAGE_INVALID)
      exit status 2
      error: Expected an amount of tUSD with at most 6 decimals, got "0.0000001".
        Write it like 12.5, without sign, unit or exponent.
        (USAGE_INVALID)
      exit status 2
      error: The account ADDRESS holds 598.5 tUSD; asked for was 99999999 tUSD.
        See "millrace wallet"; what is locked in channels comes back with "millrace channels close".
        (INSUFFICIENT_TOKENS)
      exit status 4"
    `)
    expect(told(await millrace('withdraw', '99999'))).toMatchInlineSnapshot(`
      "error: Free in the Escrow is 496.5 tUSD; asked for was 99999 tUSD.
        See "millrace wallet"; what is locked in channels comes back with "millrace channels close".
        (INSUFFICIENT_TOKENS)
      exit status 4"
    `)
    expect(told(await millrace('deposit', '1', '--key', 'nobody'))).toMatchInlineSnapshot(`
      "error: This machine holds no key named "nobody" for the network.
        See the keys with "millrace wallet"; "millrace wallet create" makes those of a buyer.
        (NOT_FOUND_KEY)
      exit status 3"
    `)
    expect(told(await millrace('deposit', '1', '--key', '../payer'))).toMatchInlineSnapshot(`
      "error: key: expected a name, got "../payer".
        Use up to 64 lower-case letters, digits and hyphens.
        (USAGE_INVALID)
      exit status 2"
    `)
  })

  test('an operator stakes and asks back', slow, async () => {
    await json('faucet', '--key', 'birch-operator')
    expect(await json('stake', '250', '--key', 'birch-operator')).toMatchObject({ bonded: `${1250n * 10n ** 18n}` })
    expect(told(await millrace('stake', '5000', '--key', 'birch-operator'))).toMatchInlineSnapshot(`
      "error: The operator holds 750 MILL, which is less than 5000 MILL.
        Send it MILL first; on the local network "millrace faucet --key NAME-operator" gives some.
        (INSUFFICIENT_MILL)
      exit status 4"
    `)
    expect(await json('unstake', '50', '--key', 'birch-operator')).toMatchObject({ amount: `${50n * 10n ** 18n}` })
    expect((await millrace('unstake', '--key', 'birch-operator')).status).toBe(4)
  })
})

describe('API keys', () => {
  test('a key works within its budget, and no more once it is revoked', slow, async () => {
    const { id, secret } = await json('keys', 'create', 'laptop', '--budget', '1', '--model', 'stories15m')
    expect((await ask(secret)).status).toBe(200)
    expect((await ask(secret, 'minilm-l6-v2')).status).toBeGreaterThanOrEqual(400)
    const listed = (await json('keys', 'list')).find((key: { id: string }) => key.id === id)
    expect(listed).toMatchObject({ name: 'laptop', budget: '1000000' })
    expect(JSON.stringify(listed)).not.toContain(secret)

    await json('keys', 'budget', id, '0.000001')
    await expect.poll(async () => (await ask(secret)).status).toBeGreaterThanOrEqual(400)
    await json('keys', 'budget', id, '2')
    await expect.poll(async () => (await ask(secret)).status).toBe(200)
    await json('keys', 'revoke', id)
    await expect.poll(async () => (await ask(secret)).status).toBe(401)
    expect(told(await millrace('keys', 'revoke', 'key_none'))).toMatchInlineSnapshot(`
      "error: The gateway has no API key with the id "key_none".
        List them with "millrace keys list".
        (NOT_FOUND_API_KEY)
      exit status 3"
    `)
  })

  test('a secret is shown once, and never on standard error', slow, async () => {
    const { stdout, stderr } = await millrace('keys', 'create', 'quiet', '--budget', '1', '--json')
    expect(stderr).not.toContain(JSON.parse(stdout).secret)
  })
})

describe('a network of one’s own', () => {
  test('deploy, wallet and gateway, with a password from a file; who has no money is told', slow, async () => {
    const { rpcUrl } = JSON.parse((await millrace('network', 'show')).stdout)
    const password = join(home, 'password.txt')
    await writeFile(password, 'correct horse battery\n', { mode: 0o600 })
    const own = (...args: string[]) => run(args, { home, env: { MILLRACE_PASSWORD_FILE: password } })
    const deploy = ['deploy', '--network', 'mine', '--rpc', rpcUrl, '--close-delay', '60']
    expect(told(await own(...deploy))).toMatchInlineSnapshot(`
      "error: The account ADDRESS holds too little of the chain's own coin to pay for this transaction.
        Send it some of the coin that the chain takes for gas.
        (CHAIN_FUNDS_INSUFFICIENT)
      exit status 4"
    `)
    const owner = await fundedOwner(rpcUrl)
    expect(await own(...deploy, '--json')).toMatchObject({ status: 0 })
    expect(told(await own(...deploy))).toContain('This machine knows a network "mine" already.')
    const { payer } = JSON.parse((await own('wallet', 'create', '--network', 'mine', '--json')).stdout)
    expect(payer).not.toBe(owner)
    expect(told(await run(['deposit', '1', '--network', 'mine'], { home }))).toMatchInlineSnapshot(`
      "error: The keys are encrypted and there is no terminal to ask for the password.
        Put the password in a file that only you can read and set MILLRACE_PASSWORD_FILE to its path.
        (USAGE_INVALID)
      exit status 2"
    `)
    await writeFile(password, 'another password\n')
    expect(told(await own('deposit', '1', '--network', 'mine'))).toMatchInlineSnapshot(`
      "error: The password does not open this keystore.
        Try the password that the keystore was made with; there is no way around it.
        (KEYSTORE_PASSWORD_WRONG)
      exit status 2"
    `)
    await writeFile(password, 'correct horse battery\n')
    expect(
      told(await own('provide', '--network', 'mine', '--model', 'stories15m=1/1', '--port', '0', '--peer-port', '0')),
    ).toMatchInlineSnapshot(`
      "error: The account ADDRESS has no coin on chain 31337 to pay for transactions.
        Send it a little of the chain's own coin, then run the command again.
        (INSUFFICIENT_GAS)
      exit status 4"
    `)
    expect(told(await own('faucet', '--network', 'mine'))).toMatchInlineSnapshot(`
      "error: The network "mine" has no faucet: its money is real.
        Send the account some of the coin and the token of the chain. Only the local network gives play money.
        (NOT_FOUND_FAUCET)
      exit status 3"
    `)
    expect(told(await own('offers', '--network', 'mine'))).toBe('exit status 0')

    const gateway = start(['gateway', '--network', 'mine', '--port', '0', '--host', '0.0.0.0'], {
      home,
      env: { MILLRACE_PASSWORD_FILE: password },
    })
    await gateway.shows('lets running answers finish')
    expect(gateway.output()).toContain('it speaks plain HTTP')
    expect(gateway.output()).toContain('The network lists nobody to meet others through')
    gateway.process.kill('SIGTERM')
    expect((await gateway.ended).status).toBe(0)
    const taken = await own('gateway', '--network', 'mine', '--port', new URL(url).port)
    expect(told(taken).replaceAll(new URL(url).port, 'PORT')).toMatchInlineSnapshot(`
      "error: The gateway cannot listen on 127.0.0.1:PORT.
        Choose a free port and an address of this machine.
        (LISTEN_FAILED)
      exit status 7"
    `)
  })

  /** Sends the deployer gas from a development account of the chain, which needs no signature there. */
  async function fundedOwner(rpcUrl: string): Promise<string> {
    const { address } = JSON.parse(await readFile(join(home, 'networks', 'mine', 'keys', 'owner.json'), 'utf8'))
    const to = `0x${address.replace(/^0x/, '')}`
    const params = [to, '0xde0b6b3a7640000']
    await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'anvil_setBalance', params }),
    })
    return to
  }
})

describe('a provider that joins', () => {
  test('is funded, registered, heard of, used through the running gateway, and gone when it leaves', slow, async () => {
    const place = ['--name', 'guest', '--port', '0', '--peer-port', '0', '--country', 'PT']
    const terms = ['--spot-discount', '50', '--price-range', '0.5..2', '--open', 'daily 00:00-00:00 UTC']
    const guest = start(['provide', ...place, ...terms, '--model', 'stories15m=0.001/0.001'], { home })
    await guest.shows('Ctrl-C withdraws the offers')
    expect(guest.output()).toContain('offered as cpu in PT, southern-europe, with 30 s of notice')
    expect(guest.output()).toContain('reached at /ip4/127.0.0.1/tcp/')
    const address = /provider (0x[0-9a-f]{40})\n/.exec(guest.output())?.[1]
    await expect
      .poll(async () => (await ask(apiKey)).headers.get('millrace-provider'), { timeout: 30_000 })
      .toBe(address)
    // Who joins for a moment hears what there is time for.
    const own = async () =>
      (await json('offers')).offers
        .filter(({ node }: { node: string }) => node === address)
        .map(({ offer }: { offer: { terms: number; country: number } }) => `${offer.terms} ${offer.country}`)
    await expect.poll(own, { timeout: 60_000 }).toEqual(expect.arrayContaining(['0 620', '1 620']))
    guest.process.kill('SIGINT')
    const { status, stderr } = await guest.ended
    expect([status, stderr]).toEqual([0, expect.not.stringMatching(/rror/)])
    // What is set aside for an answer follows the prices on offer, which the gateway looks at every few seconds.
    const later = async () => {
      const { status, headers } = await ask(apiKey)
      return [status, headers.get('millrace-provider')]
    }
    await expect.poll(later, { timeout: 30_000 }).toEqual([200, expect.not.stringContaining(`${address}`)])
    expect((await json('offers')).offers.map(({ node }: { node: string }) => node)).not.toContain(address)
  })

  test('gets the files of a model from another provider when its own sources fail', slow, async () => {
    const free = ['--port', '0', '--peer-port', '0', '--model', 'stories15m=5/5']
    const holder = start(['provide', '--name', 'holder', ...free, '--bulk-port', '0'], { home })
    await holder.shows('Ctrl-C withdraws the offers')
    const env = {
      MILLRACE_CACHE: join(home, 'empty-cache'),
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_fetch_retries: '0',
    }
    const taker = start(['provide', '--name', 'taker', ...free], { home, env })
    await taker.shows('Ctrl-C withdraws the offers')
    for (const { process, ended } of [taker, holder]) {
      process.kill('SIGINT')
      expect((await ended).status).toBe(0)
    }
  })

  test('serves any model of an OpenAI-compatible server; a second of its name is refused', slow, async () => {
    await using upstream = await startUpstream('big-model', ['Grüße', ' from upstream'])
    const place = ['--name', 'relay', '--port', '0', '--peer-port', '0']
    const args = ['provide', ...place, '--model', 'big-model=1/2', '--upstream', upstream.url]
    const relay = start(args, { home })
    await relay.shows('Ctrl-C withdraws the offers')
    await expect
      .poll(async () => (await ask(apiKey, 'big-model')).status, { timeout: 30_000, interval: 1_100 })
      .toBe(200)
    expect((await millrace('chat', '--model', 'big-model', 'Hello')).stdout).toContain('Grüße from upstream\n')
    const second = await run(args, { home })
    expect([second.status, second.stderr]).toEqual([7, expect.stringContaining('(STORE_IN_USE)')])
    relay.process.kill('SIGTERM')
    const { status, stdout } = await relay.ended
    expect(status).toBe(0)
    expect(stdout).toMatch(/\d\d:\d\d:\d\d {2}lease opened {2}/)
    expect(stdout).not.toMatch(/secret|private|0x[0-9a-f]{128}/)
  })

  test('refuses what it cannot serve before it loads anything', slow, async () => {
    expect(told(await millrace('provide', '--model', 'gpt-9=1/1', '--port', '0'))).toMatchInlineSnapshot(`
      "error: No model "gpt-9" comes with Millrace; there are tinyllama-1.1b-chat, stories15m, minilm-l6-v2, stories15m-f16, stories15m-q8_0, stories15m-q4_0.
        Choose one of those, or serve any model of an OpenAI-compatible server with --upstream URL.
        (USAGE_INVALID)
      exit status 2"
    `)
    expect(told(await millrace('provide', '--model', 'stories15m', '--port', '0'))).toMatchInlineSnapshot(`
      "error: --model: expected NAME=INPUT/OUTPUT, got "stories15m".
        Write prices per million tokens, for example tinyllama-1.1b-chat=0.10/0.40.
        (USAGE_INVALID)
      exit status 2"
    `)
    expect(told(await millrace('provide', '--name', '../up', '--port', '0'))).toMatchInlineSnapshot(`
      "error: --name: expected a name, got "../up".
        Use up to 64 lower-case letters, digits and hyphens.
        (USAGE_INVALID)
      exit status 2"
    `)
  })
})

describe('a relay', () => {
  test('keeps its peer id, meets the others, passes on offers, and is listed by its address', slow, async () => {
    const begin = async () => {
      const relay = start(['relay', '--port', '0', '--json'], { home })
      await relay.shows('relay-status')
      const [first = '', second = ''] = relay
        .output()
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('{'))
      relay.process.kill('SIGTERM')
      expect((await relay.ended).status).toBe(0)
      return [JSON.parse(first), JSON.parse(second)]
    }
    const [{ peerId, addresses }, status] = await begin()
    expect(addresses).toEqual([expect.stringMatching(new RegExp(`^/ip4/127.0.0.1/tcp/\\d+/p2p/${peerId}$`))])
    // The auditor starts behind the rest.
    expect(status).toMatchObject({ type: 'relay-status', reservations: 0 })
    expect(status.peers).toBeGreaterThanOrEqual(3)
    expect(status.offers).toBeGreaterThanOrEqual(6)
    expect((await begin())[0].peerId).toBe(peerId)

    const before = await json('network', 'bootstrap')
    expect(await json('network', 'bootstrap', '--add', addresses[0])).toEqual([...before, addresses[0]])
    expect(await json('network', 'bootstrap', '--remove', addresses[0])).toEqual(before)
    expect(told(await millrace('network', 'bootstrap', '--add', '/ip4/127.0.0.1/tcp/1'))).toMatchInlineSnapshot(`
      "error: --add: expected a multiaddr that ends with a peer id, got "/ip4/127.0.0.1/tcp/1".
        Copy the line that "millrace relay" prints.
        (USAGE_INVALID)
      exit status 2"
    `)
  })
})

describe('leaving', () => {
  test('closing channels brings the rest of every deposit back', slow, async () => {
    const open = await json('channels', 'list')
    expect(open.length).toBeGreaterThanOrEqual(1)
    const locked = open.reduce(
      (sum: bigint, { deposit, redeemed }: Record<string, string>) =>
        sum + BigInt(deposit as string) - BigInt(redeemed as string),
      0n,
    )
    expect(told(await millrace('channels', 'close'))).toMatchInlineSnapshot(`
      "error: Which channels?
        Name them with --operator ADDRESS, or close every one with --all.
        (USAGE_INVALID)
      exit status 2"
    `)
    const before = BigInt((await payer()).escrow)
    const closing = await json('channels', 'close', '--all')
    expect(new Set(closing.map(({ outcome }: { outcome: string }) => outcome))).toEqual(new Set(['closing']))
    expect((await millrace('channels', 'close', '--all')).stdout).toContain('run this again then')

    const { rpcUrl } = JSON.parse((await millrace('network', 'show')).stdout)
    for (const [method, params] of [
      ['evm_increaseTime', [601]],
      ['evm_mine', []],
    ] as const) {
      await fetch(rpcUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      })
    }
    const closed = await json('channels', 'close', '--all')
    expect(new Set(closed.map(({ outcome }: { outcome: string }) => outcome))).toEqual(new Set(['closed']))
    const back = BigInt((await payer()).escrow) - before
    // What was owed at the time is redeemed first, and belongs to the providers.
    expect(back).toBeLessThanOrEqual(locked)
    expect(back).toBeGreaterThan(locked - 1_000n)
  })
})

test('no command left a process of its own behind', () => {
  expect(processesOf(home).filter((line) => /main\.ts (?!up|provide|gateway|relay|audit run)/.test(line))).toEqual([])
})
