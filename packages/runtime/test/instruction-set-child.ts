/** Answers one prompt with the instruction set named, and tells tokens and build; run in a process of its own, which has one set. */
import { createLlamaRuntime } from '../src/index.ts'
import { claimOf, requestOf } from './claims.ts'
import { findTestModel } from './test-models.ts'

const [instructionSet] = process.argv.slice(2)
const model = await findTestModel('stories15m-q8_0')
if (model === undefined || instructionSet === undefined) throw new Error('Expected a model and an instruction set')
await using runtime = createLlamaRuntime({}, { models: [model], threads: 1, instructionSet })
const { tokenIds } = await claimOf(runtime, model.model.root, requestOf(1, { maxTokens: 60 }))
process.stdout.write(JSON.stringify({ tokenIds, build: runtime.models[0]?.build }))
