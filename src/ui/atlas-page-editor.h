/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "layout/atlas-page.h"

G_BEGIN_DECLS

#define ATLAS_TYPE_PAGE_EDITOR (atlas_page_editor_get_type ())

/**
 * AtlasPageEditor:
 *
 * A page that is being worked on: the page itself, the element that is chosen, and the way back.  The view and the panel of the
 * layout window both change it and follow it.  Main thread only.
 *
 * Signals, without arguments: "changed" (the page is another one), "chosen" (another element, or none), "history" (what can be
 * undone or redone).
 */
G_DECLARE_FINAL_TYPE (AtlasPageEditor, atlas_page_editor, ATLAS, PAGE_EDITOR, GObject)

AtlasPageEditor *atlas_page_editor_new (AtlasPage *page);

/** atlas_page_editor_get_page: Returns: (transfer none): the page as it is now, not to be changed; replaced by each step. */
AtlasPage       *atlas_page_editor_get_page (AtlasPageEditor *self);

/** atlas_page_editor_reset: works on another page, without a way back; chooses nothing. */
void             atlas_page_editor_reset (AtlasPageEditor *self,
                                          AtlasPage       *page);

/** atlas_page_editor_begin: Returns: (transfer full): a copy of the page, to be changed and given to atlas_page_editor_take(). */
AtlasPage       *atlas_page_editor_begin (AtlasPageEditor *self);

/**
 * atlas_page_editor_take:
 * @page: (transfer full): from atlas_page_editor_begin()
 * @step: what was done, translated, as it is told by “Undo”
 * @key: (nullable): steps with the same key that follow each other quickly are one: a text as it is typed
 *
 * Puts the changed page in place as a step that can be undone.  A page that is as it was is no step.
 *
 * Returns: whether it was one
 */
gboolean         atlas_page_editor_take (AtlasPageEditor *self,
                                         AtlasPage       *page,
                                         const char      *step,
                                         const char      *key);

/** atlas_page_editor_get_undo: Returns: (transfer none) (nullable): the step that would be undone. */
const char      *atlas_page_editor_get_undo (AtlasPageEditor *self);
const char      *atlas_page_editor_get_redo (AtlasPageEditor *self);
void             atlas_page_editor_undo (AtlasPageEditor *self);
void             atlas_page_editor_redo (AtlasPageEditor *self);

/** atlas_page_editor_get_chosen: Returns: (transfer none) (nullable): the id of the element that is chosen; it is on the page. */
const char      *atlas_page_editor_get_chosen (AtlasPageEditor *self);

/** atlas_page_editor_choose: @id: (nullable): none. */
void             atlas_page_editor_choose (AtlasPageEditor *self,
                                           const char      *id);

G_END_DECLS
