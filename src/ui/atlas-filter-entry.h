/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATLAS_TYPE_FILTER_ENTRY (atlas_filter_entry_get_type ())

/**
 * AtlasFilterEntry:
 *
 * A line for an expression, with a caret and a sentence below it when it is wrong.
 *
 * Signals: "changed" (no arguments: a person typed), "activate" (Enter).
 */
G_DECLARE_FINAL_TYPE (AtlasFilterEntry, atlas_filter_entry, ATLAS, FILTER_ENTRY, GtkBox)

GtkWidget  *atlas_filter_entry_new (void);
const char *atlas_filter_entry_get_text (AtlasFilterEntry *self);

/** atlas_filter_entry_set_text: without the signal. */
void        atlas_filter_entry_set_text (AtlasFilterEntry *self,
                                         const char       *text);

/** atlas_filter_entry_set_error: @error: (nullable): what is wrong; a caret stands under its character if it tells one. */
void        atlas_filter_entry_set_error (AtlasFilterEntry *self,
                                          const GError     *error);

G_END_DECLS
