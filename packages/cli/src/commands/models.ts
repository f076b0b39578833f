/** `millrace models`: what a gateway can serve now. */
import { parseWith } from '@millrace/protocol'
import type { Command } from 'commander'
import * as v from 'valibot'
import { type Context, terminalOf } from '../context.ts'
import { answerOf, fetchGateway } from '../gateway-client.ts'
import { type GatewayOptions, gatewayOf, withGatewayOptions } from '../gateway-options.ts'

type Options = GatewayOptions & { json?: boolean }
const modelList = v.object({ data: v.array(v.object({ id: v.string(), owned_by: v.string() })) })

/** Adds the command to the program. */
export function addModelsCommand(program: Command, context: Context): void {
  const command = program
    .command('models')
    .description('list the models that a gateway serves')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ millrace models --json')
  withGatewayOptions(command).action(async (options: Options) => {
    const terminal = terminalOf(context, options)
    const response = await fetchGateway(await gatewayOf(context, options), '/v1/models', { signal: context.signal })
    const models = await answerOf(response, (json) => parseWith(modelList, json, 'models'))
    for (const { id } of models.data) terminal.line(id)
    if (models.data.length === 0) terminal.line('No provider answers with a model now.')
    terminal.result(models.data)
  })
}
