/** The embedded chain as processes and files: it keeps its state, ends with its owner, and never loses a chain in silence. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anvilBinary } from '../src/anvil-binary.ts'
import { createChainReader, createChainWriter, createSigner, startAnvil } from '../src/index.ts'
import { callRpc, openChannel, signal, startLocalChain } from './local-chain.ts'

let folder: string
let stateFile: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-anvil-'))
  stateFile = join(folder, 'chain', 'state.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('anvil', () => {
  it('gives accounts whose keys are theirs', async () => {
    await using anvil = await startAnvil({ signal })
    const unlocked = (await callRpc(anvil.rpcUrl, 'eth_accounts', [])) as string[]
    expect(anvil.accounts.map(({ address }) => address)).toEqual(unlocked.map((address) => address.toLowerCase()))
    for (const { address, privateKey } of anvil.accounts) expect(createSigner(privateKey).address).toBe(address)
  })

  it('answers no page of a browser', async () => {
    await using anvil = await startAnvil({ signal })
    const asked = await fetch(anvil.rpcUrl, {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
    })
    expect(asked.headers.get('access-control-allow-origin')).toBeNull()
    const preflight = await fetch(anvil.rpcUrl, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('keeps balances, channels and past events over a restart', async () => {
    const chain = await startLocalChain({ stateFile })
    const operator = await chain.writer()
    const payer = await chain.writer()
    const { voucher } = await openChannel(payer, { operator: operator.account, token: chain.token, deposit: 100n })
    await operator.redeem(
      operator.account,
      chain.token,
      [{ payer: payer.account, amount: 30n, signature: voucher(30n) }],
      { signal },
    )
    const head = await payer.blockNumber({ signal })
    await chain.anvil.stop()
    await chain.anvil.stop()
    expect(existsSync(`${stateFile}.lock`)).toBe(false)

    await using anvil = await startAnvil({ stateFile, signal })
    const { deployment } = chain
    const reader = await createChainReader({ rpcUrl: anvil.rpcUrl, deployment })
    expect(await reader.blockNumber({ signal })).toBe(head)
    expect(await reader.escrowBalance(chain.token, operator.account, { signal })).toBe(30n)
    expect(await reader.channel(payer.account, operator.account, chain.token, { signal })).toMatchObject({
      state: 'open',
      redeemed: 30n,
      deposit: 100n,
    })
    const types: string[] = []
    for await (const event of reader.watchEscrow({
      operator: operator.account,
      fromBlock: 0n,
      pollMs: 5,
      confirmations: 0,
      signal,
    })) {
      types.push(event.type)
      if (event.type === 'OperatorCredited') break
    }
    expect(types).toEqual(['ChannelOpened', 'ChannelRedeemed', 'OperatorCredited'])
    const faucet = await createChainWriter({
      rpcUrl: anvil.rpcUrl,
      deployment,
      privateKey: anvil.accounts[0]?.privateKey ?? '0x',
    })
    await faucet.mintTestDollars(faucet.account, 1n, { signal })
    expect(existsSync(`${stateFile}.previous`)).toBe(true)
  })

  it('is refused a state that another one has, until that one ends', async () => {
    const first = await startAnvil({ stateFile, signal })
    await expect(startAnvil({ stateFile, signal })).rejects.toMatchObject({
      code: 'ANVIL_STATE_IN_USE',
      retryable: true,
    })
    await first.stop()
    await using second = await startAnvil({ stateFile, signal })
    expect(second.port).toBeGreaterThan(0)
  })

  it('says that a torn state is torn, and leaves it as it is', async () => {
    await (await startAnvil({ stateFile, signal })).stop()
    await (await startAnvil({ stateFile, signal })).stop()
    const whole = await readFile(stateFile, 'utf8')
    const previous = await readFile(`${stateFile}.previous`, 'utf8')
    for (const torn of [whole.slice(0, whole.length / 2), '', '{}', '[]']) {
      await writeFile(stateFile, torn)
      await expect(startAnvil({ stateFile, signal })).rejects.toMatchObject({
        code: 'ANVIL_STATE_BROKEN',
        retryable: false,
      })
      expect(await readFile(stateFile, 'utf8')).toBe(torn)
      expect(await readFile(`${stateFile}.previous`, 'utf8')).toBe(previous)
      expect(existsSync(`${stateFile}.lock`)).toBe(false)
    }
    await writeFile(stateFile, previous)
    await (await startAnvil({ stateFile, signal })).stop()
  })

  it('takes over the lock of a process that is gone, and of one that had the same id', async () => {
    await (await startAnvil({ stateFile, signal })).stop()
    for (const lock of [
      '',
      '{"owner":{"pid":999999999,"startTick":"1"}}',
      `{"owner":{"pid":${process.pid},"startTick":"1"}}`,
    ]) {
      await writeFile(`${stateFile}.lock`, lock)
      await (await startAnvil({ stateFile, signal })).stop()
    }
  })

  it('writes its state and ends when its owner is killed, and the next one goes on from there', async () => {
    const script = `
      import { startAnvil } from ${JSON.stringify(import.meta.resolve('../src/index.ts'))}
      const anvil = await startAnvil({ stateFile: ${JSON.stringify(stateFile)}, signal: new AbortController().signal })
      console.log(JSON.stringify({ rpcUrl: anvil.rpcUrl, pid: anvil.pid }))
      setInterval(() => undefined, 1_000)`
    const owner = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(owner.stdout, 'data')) as [Buffer]
    const { rpcUrl } = JSON.parse(line.toString()) as { rpcUrl: string }
    await callRpc(rpcUrl, 'anvil_mine', ['0x7'])
    owner.kill('SIGKILL')
    await once(owner, 'exit')
    await using anvil = await startAnvil({ stateFile, signal })
    expect(await callRpc(anvil.rpcUrl, 'eth_blockNumber', [])).toBe('0x7')
  })

  it('tells when it ended by itself, and frees its state', async () => {
    const anvil = await startAnvil({ stateFile, signal })
    process.kill(anvil.pid, 'SIGKILL')
    await anvil.ended
    expect(existsSync(`${stateFile}.lock`)).toBe(false)
    await anvil.stop()
  })

  it('does not take a port that is taken for its own', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await expect(startAnvil({ port, signal })).rejects.toMatchObject({
      code: 'ANVIL_START_FAILED',
      message: expect.stringContaining(String(port)),
    })
    server.close()
  })

  it('stops at an abort, before it is ready and after', async () => {
    await expect(startAnvil({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
    const early = new AbortController()
    const starting = startAnvil({ stateFile, signal: early.signal })
    setTimeout(() => early.abort(new Error('enough')), 15)
    await expect(starting).rejects.toThrow('enough')
    expect(existsSync(`${stateFile}.lock`)).toBe(false)
    const late = new AbortController()
    const anvil = await startAnvil({ stateFile, signal: late.signal })
    late.abort()
    await anvil.ended
  })

  it('is missing elsewhere than on linux-x64, in words that help', () => {
    expect(() => anvilBinary('darwin', 'arm64')).toThrow(
      expect.objectContaining({ code: 'ANVIL_MISSING', hint: expect.stringContaining('RPC URL') }),
    )
  })
})
