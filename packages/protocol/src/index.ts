export { isMillraceError, MillraceError, type MillraceErrorInit } from './millrace-error.ts'
