import '../../public/editor/editor.js'
