/** Fixes a verdict in an auditor's file, says so, and waits to be killed. */
import { openAuditorStore } from '../../src/auditor-store.ts'
import { createCourtStore } from '../../src/court/court-store.ts'

const [, , path = '', salt = ''] = process.argv
const store = createCourtStore(openAuditorStore(path))
const caseId = `0x${'ca'.repeat(32)}` as const
store.addDuty(caseId, 1, caseId)
const stands = store.decide(caseId, 1, {
  receiptHash: caseId,
  outcome: 2,
  evidenceHash: caseId,
  salt: salt as typeof caseId,
  reason: '',
})
process.stdout.write(stands.salt)
setInterval(() => undefined, 1_000)
