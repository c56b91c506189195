/**
 * `<storage-view>`: buckets, and what is in them, folder by folder.
 *
 * @module
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { FolderPage } from '../browse.ts'
import type { BucketSummary } from '../../storage.ts'
import { toAddress } from './address.ts'
import { act, read } from './call.ts'
import { crumbs, renderFolder } from './folder.ts'
import { toCount, toSize } from './format.ts'
import { names } from './names.ts'
import { uploadAll } from './upload.ts'
import { View } from './view.ts'
import './object-view.ts'

class StorageView extends View {
  static override properties = {
    bucket: { attribute: false },
    folder: { attribute: false },
    buckets: { state: true },
    page: { state: true },
    opened: { state: true },
    isOver: { state: true },
  }

  declare bucket: string | undefined
  /** A prefix: empty, or with a slash at its end. */
  declare folder: string
  declare buckets: BucketSummary[] | undefined
  declare page: FolderPage | undefined
  /** The key of the object that is looked at. */
  declare opened: string | undefined
  /** Whether files are held over it. */
  declare isOver: boolean

  #maxUpload = 0

  override connectedCallback() {
    super.connectedCallback()
    void this.#loadBuckets()
  }

  override willUpdate(changed: PropertyValues) {
    if (!changed.has('bucket') && !changed.has('folder')) return
    this.page = undefined
    this.opened = undefined
    if (this.bucket) void this.#load()
  }

  override render() {
    const { buckets, bucket } = this
    const found = buckets?.find(({ name }) => name === bucket)
    return html`<h1 class="hidden">Storage</h1>
      <div class="split ${bucket ? 'has-choice' : ''}">
        <div class="side">
          ${
            buckets?.length === 0
              ? html`<p class="empty">
                  There is no bucket. Declare one under @buckets in app.arc, or in a service.
                </p>`
              : names((buckets ?? []).map(toChoice), bucket)
          }
        </div>
        <div class="main">
          ${
            found
              ? this.#bucket(found)
              : html`<p class="empty">${buckets ? 'Choose a bucket.' : 'Loading…'}</p>`
          }
        </div>
      </div>`
  }

  #bucket({ name, physicalName, objects, bytes }: BucketSummary): TemplateResult {
    const { page, folder, opened } = this
    const isEmpty = page && page.folders.length + page.objects.length === 0
    return html`<div
      class="drop ${this.isOver ? 'over' : ''}"
      @dragover=${(event: DragEvent) => this.#hover(event, true)}
      @dragleave=${(event: DragEvent) => this.#hover(event, false)}
      @drop=${(event: DragEvent) => this.#drop(event)}
    >
      <a class="back" href="#/storage">All buckets</a>
      <div class="bar-of-actions">
        <h2>${crumbs(name, folder)}</h2>
        <button @click=${() => this.#refresh()}>Refresh</button>
        <label class="button primary"
          >Upload<input
            class="hidden"
            type="file"
            multiple
            aria-label="Upload to ${name}/${folder}"
            @change=${(event: Event) => this.#take(event)}
        /></label>
      </div>
      <p class="soft">
        ${toCount(objects, 'object')}, ${toSize(bytes)} <span class="mono">· ${physicalName}</span>
      </p>
      ${
        isEmpty
          ? html`<p class="empty">Nothing is here. Drop files here, or press Upload.</p>`
          : page && renderFolder({ bucket: name, folder, page, open: (key) => (this.opened = key) })
      }
      ${page?.cursor ? html`<button @click=${() => this.#load(page.cursor)}>More objects</button>` : nothing}
      ${
        opened === undefined
          ? nothing
          : html`<object-view
              .bucket=${name}
              .key=${opened}
              @deleted=${() => this.#changed()}
              @closed=${() => (this.opened = undefined)}
            ></object-view>`
      }
    </div>`
  }

  #hover(event: DragEvent, isOver: boolean): void {
    event.preventDefault()
    this.isOver = isOver
  }

  #drop(event: DragEvent): void {
    this.#hover(event, false)
    void this.#upload([...(event.dataTransfer?.files ?? [])])
  }

  #take(event: Event): void {
    const input = event.target as HTMLInputElement
    void this.#upload([...(input.files ?? [])])
    input.value = ''
  }

  async #upload(files: File[]): Promise<void> {
    await uploadAll(files, { bucket: this.bucket!, folder: this.folder, most: this.#maxUpload })
    this.#changed()
  }

  #changed(): void {
    this.opened = undefined
    void this.#loadBuckets()
    void this.#load()
  }

  async #refresh(): Promise<void> {
    await act(async () => {
      await Promise.all([this.#loadBuckets(), this.#load()])
    }, 'Up to date.')
  }

  async #load(cursor?: string): Promise<void> {
    const { bucket, folder } = this
    const query = new URLSearchParams({ prefix: folder, ...(cursor && { cursor }) })
    const page = await read<FolderPage>(`buckets/${encodeURIComponent(bucket!)}?${query}`)
    if (!page || bucket !== this.bucket || folder !== this.folder) return
    this.page = cursor && this.page ? join(this.page, page) : page
  }

  async #loadBuckets(): Promise<void> {
    const found = await read<{ buckets: BucketSummary[]; maxUpload: number }>('buckets')
    this.buckets = found?.buckets ?? this.buckets
    this.#maxUpload = found?.maxUpload ?? 0
  }
}

function toChoice({ name, objects }: BucketSummary) {
  return { name, href: toAddress('storage', name), count: String(objects) }
}

/** A folder that goes on from one page to the next is one folder. */
function join(before: FolderPage, after: FolderPage): FolderPage {
  const folders = new Map(before.folders.map((it) => [it.prefix, it]))
  for (const { prefix, objects } of after.folders) {
    folders.set(prefix, { prefix, objects: objects + (folders.get(prefix)?.objects ?? 0) })
  }
  const objects = [...before.objects, ...after.objects]
  return { ...after, folders: [...folders.values()], objects }
}

customElements.define('storage-view', StorageView)
