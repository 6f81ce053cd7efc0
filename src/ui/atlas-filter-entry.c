/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasFilterEntry: an entry, and what is wrong in it.  The caret follows the text when it scrolls.  Main thread. */

#include "ui/atlas-filter-entry.h"

#include <glib/gi18n-lib.h>

#include "data/atlas-filter.h"
#include "ui/atlas-text.h"

struct _AtlasFilterEntry
{
  GtkBox     parent_instance;
  GtkWidget *entry;
  GtkWidget *error_box;
  GtkWidget *caret;
  GtkLabel  *error_label;
  int        position;          /* of the error, characters; -1: none */
  gboolean   setting;
};

enum
{
  CHANGED,
  ACTIVATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AtlasFilterEntry, atlas_filter_entry, GTK_TYPE_BOX)

/* Puts the caret under the character that the error is about. */
static void
place_caret (AtlasFilterEntry *self)
{
  GtkText *text = GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)));
  const int n = (int) g_utf8_strlen (atlas_filter_entry_get_text (self), -1);
  graphene_rect_t from, to;
  double x = 0, y = 0;
  int width;

  gtk_widget_set_visible (self->caret, self->position >= 0);
  if (self->position < 0)
    return;
  gtk_text_compute_cursor_extents (text, (gsize) MIN (self->position, n), &from, NULL);
  gtk_text_compute_cursor_extents (text, (gsize) MIN (self->position + 1, n), &to, NULL);
  gtk_widget_translate_coordinates (GTK_WIDGET (text), self->error_box, (from.origin.x + to.origin.x) / 2, 0, &x, &y);
  gtk_widget_set_margin_start (self->caret, 0);
  gtk_widget_measure (self->caret, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  /* One that is scrolled out of sight is pointed to at the edge. */
  gtk_widget_set_margin_start (self->caret, (int) CLAMP (x - width / 2.0, 0, MAX (0, gtk_widget_get_width (self->entry) - width)));
}

static void
mark_error (AtlasFilterEntry *self)
{
  const char *text = atlas_filter_entry_get_text (self);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  if (self->position >= 0 && self->position < (int) g_utf8_strlen (text, -1))
    {
      PangoAttribute *line = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);
      const char *at = g_utf8_offset_to_pointer (text, self->position);

      line->start_index = (guint) (at - text);
      line->end_index = (guint) (g_utf8_next_char (at) - text);
      pango_attr_list_insert (attributes, line);
    }
  gtk_entry_set_attributes (GTK_ENTRY (self->entry), attributes);
}

static void
on_changed (AtlasFilterEntry *self)
{
  if (!self->setting)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_activate (AtlasFilterEntry *self)
{
  g_signal_emit (self, signals[ACTIVATE], 0);
}

static gboolean
atlas_filter_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (ATLAS_FILTER_ENTRY (widget)->entry);
}

static void
atlas_filter_entry_class_init (AtlasFilterEntryClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = atlas_filter_entry_grab_focus;
  signals[CHANGED] = g_signal_new ("changed", ATLAS_TYPE_FILTER_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATE] = g_signal_new ("activate", ATLAS_TYPE_FILTER_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
atlas_filter_entry_init (AtlasFilterEntry *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  self->position = -1;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 8);
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), G_MAXUINT16);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _("name = 'Text' and count > 5"));
  gtk_widget_add_css_class (self->entry, "filter-expression");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Expression"), -1);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_activate), self);
  g_signal_connect_swapped (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)), "notify::scroll-offset", G_CALLBACK (place_caret), self);
  gtk_box_append (GTK_BOX (self), self->entry);

  self->error_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_visible (self->error_box, FALSE);
  self->caret = gtk_label_new ("▲");
  gtk_widget_set_halign (self->caret, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->caret, "filter-caret");
  gtk_widget_add_css_class (self->caret, "error");
  gtk_box_append (GTK_BOX (self->error_box), self->caret);
  self->error_label = GTK_LABEL (label);
  gtk_label_set_xalign (self->error_label, 0);
  gtk_label_set_wrap (self->error_label, TRUE);
  gtk_label_set_wrap_mode (self->error_label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (self->error_label, 8);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "error");
  gtk_box_append (GTK_BOX (self->error_box), label);
  gtk_box_append (GTK_BOX (self), self->error_box);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, label, NULL, -1);
}

GtkWidget *
atlas_filter_entry_new (void)
{
  return g_object_new (ATLAS_TYPE_FILTER_ENTRY, NULL);
}

const char *
atlas_filter_entry_get_text (AtlasFilterEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
atlas_filter_entry_set_text (AtlasFilterEntry *self,
                             const char       *text)
{
  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->setting = FALSE;
}

void
atlas_filter_entry_set_error (AtlasFilterEntry *self,
                              const GError     *error)
{
  g_autofree char *shown = error != NULL ? atlas_text_show (error->message, -1, FALSE) : NULL;

  self->position = atlas_filter_error_get_position (error);
  gtk_label_set_text (self->error_label, shown != NULL ? shown : "");
  gtk_widget_set_visible (self->error_box, error != NULL);
  if (error != NULL)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  mark_error (self);
  place_caret (self);
}
