/** A bulk server in a process of its own, for tests that kill it: `node bulk-server-child.ts BYTES`. Prints its endpoint. */
import { objectOf, patternOf, startBulkServer } from './bulk-objects.ts'

const server = await startBulkServer([objectOf(patternOf(Number(process.argv[2])))])
process.stdout.write(`${JSON.stringify(server.endpoint())}\n`)
