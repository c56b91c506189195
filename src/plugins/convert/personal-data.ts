/**
 * What convert keeps of a person: what they asked for, for six days.
 *
 * @module
 */
import { definePersonalData } from '#framework/personal-data.ts'
import { listJobsOf } from './list-jobs.ts'

export default definePersonalData({
  async find({ id }) {
    const { items: conversions } = await listJobsOf(id)
    if (conversions.length === 0) return undefined
    return conversions.map(({ id: conversion, converter, outputs, status, createdAt }) => ({
      id: conversion,
      converter,
      options: Object.values(outputs).map(({ options }) => options),
      status,
      createdAt,
    }))
  },
})
