/** A gateway in a process of its own, whose runs never end, for a test that kills it. Prints its port, then each run. */
import { createGateway, openGatewayStore } from '../src/index.ts'
import { createFakeBuyer } from './fake-buyer.ts'
import { random } from './start-gateway.ts'

const store = openGatewayStore(process.argv[2] ?? '')
const buyer = createFakeBuyer({
  async *chunks() {
    yield 'one'
    await new Promise((resolve) => setTimeout(resolve, 600_000))
  },
})
const gateway = await createGateway({ buyer, store, now: Date.now, random }, { host: '127.0.0.1', port: 0 })
process.stdout.write(`${gateway.port}\n`)
