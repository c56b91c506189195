import { handleEvent } from '#framework/events.ts'
import { fileStored } from '#services/files'
import { render } from '../../render.ts'

/** A picture is there: its renditions are made, side by side. */
export const handler = handleEvent(fileStored, render, { remember: false })
