export { type Millis, unixSecondsOf } from './time.ts'
