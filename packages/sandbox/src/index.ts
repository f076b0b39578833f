/** What the package offers. */
export { ModuleRefusedError } from './module/module-error.ts'
export { type ModuleLimits, moduleLimits } from './module/module-limits.ts'
export { type RewrittenModule, rewriteModule, rewriterVersion, validateModule } from './rewrite/rewrite-module.ts'
