/**
 * The parts of an XLSX file that are around its sheet.
 *
 * @module
 */
import { escapeXml, toContentTypes, toRelations } from '../../program/office.ts'

export const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const related = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** The first row stays in view. */
export const frozen =
  '<sheetViews><sheetView workbookViewId="0">' +
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'

// The second style of cells is bold.
const styles =
  `<styleSheet xmlns="${main}"><fonts count="2"><font/><font><b/></font></fonts><fills count="2">` +
  '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
  '<cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs></styleSheet>'

/** All but the sheet, which is `xl/worksheets/sheet1.xml`. */
export function workbook(sheet: string): Record<string, string> {
  return {
    '[Content_Types].xml': toContentTypes({
      'xl/workbook.xml': 'spreadsheetml.sheet.main',
      'xl/worksheets/sheet1.xml': 'spreadsheetml.worksheet',
      'xl/styles.xml': 'spreadsheetml.styles',
    }),
    '_rels/.rels': toRelations([['officeDocument', 'xl/workbook.xml']]),
    'xl/_rels/workbook.xml.rels': toRelations([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ]),
    'xl/workbook.xml':
      `<workbook xmlns="${main}" xmlns:r="${related}"><sheets>` +
      `<sheet name="${escapeXml(sheet)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/styles.xml': styles,
  }
}
