import { expect, test } from 'vitest'
import { giveTaskUserBack, isTaskUser, takeTaskUser, taskUsersMax } from './task-users.ts'

test('no two tasks have one user, and none is left over when all are taken', () => {
  const users = Array.from({ length: taskUsersMax }, () => takeTaskUser() ?? -1)
  expect(new Set(users).size).toBe(taskUsersMax)
  expect(users.every((user) => isTaskUser(user) && user >= 0x7000_0000 && user <= 2_147_352_575)).toBe(true)
  expect(takeTaskUser()).toBeUndefined()
  giveTaskUserBack(users[7])
  expect(takeTaskUser()).toBe(users[7])
  for (const user of users) giveTaskUserBack(user)
})

test('the user given back last is not the next', () => {
  const first = takeTaskUser()
  giveTaskUserBack(first)
  const second = takeTaskUser()
  expect(second).not.toBe(first)
  giveTaskUserBack(second)
})
