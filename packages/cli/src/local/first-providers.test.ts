import { expect, test } from 'vitest'
import { firstProviders } from './first-providers.ts'
import { fullPlan, lightPlan } from './plan.ts'

const namesFor = (plan: typeof fullPlan, model: string) => firstProviders(plan, model).map(({ name }) => name)

test('a replayable answer needs who gives those, any other whoever serves the model', () => {
  expect(namesFor(fullPlan, fullPlan.chatModel)).toEqual(['alder'])
  expect(namesFor(lightPlan, lightPlan.chatModel)).toEqual(['alder'])
  expect(namesFor(fullPlan, 'stories15m')).toEqual(['cedar'])
})

test('where nobody serves the model, everyone is there to say so', () => {
  expect(namesFor(fullPlan, 'gpt')).toEqual(['alder', 'birch', 'cedar'])
})
