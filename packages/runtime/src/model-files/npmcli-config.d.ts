/** What we use of @npmcli/config, which brings no types. */
declare module '@npmcli/config' {
  class Config {
    constructor(init: {
      readonly npmPath: string
      readonly definitions: object
      readonly shorthands: object
      readonly flatten: object
      readonly nerfDarts: readonly string[]
      readonly argv: readonly string[]
      readonly env: Record<string, string | undefined>
      readonly cwd: string
      readonly warn: boolean
    })
    load(): Promise<void>
    readonly flat: Record<string, unknown>
  }
  export = Config
}

declare module '@npmcli/config/lib/definitions/index.js' {
  const npmDefinitions: {
    readonly definitions: object
    readonly shorthands: object
    readonly flatten: object
    readonly nerfDarts: readonly string[]
  }
  export = npmDefinitions
}
