/**
 * What convert keeps of a person: what they asked for, for six days.
 *
 * @module
 */
import { definePersonalData } from '#framework/personal-data.ts'
import { listJobsOf } from './jobs.ts'

export default definePersonalData({
  async find({ id }) {
    const conversions = await listJobsOf(id)
    if (conversions.length === 0) return undefined
    return conversions.map(({ id: conversion, converter, options, status, createdAt }) => ({
      id: conversion,
      converter,
      options,
      status,
      createdAt,
    }))
  },
})
