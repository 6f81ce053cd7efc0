/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of the list of what is in view: its entry in the model, and how it is shown and read out.  Main thread. */

#include "ui/atlas-in-view-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/atlas-card-fields.h"
#include "ui/atlas-swatch.h"
#include "ui/atlas-text.h"

/* What is not farther from the middle than this, metres, is there. */
#define HERE 5

struct _AtlasInViewEntry
{
  GObject         parent_instance;
  AtlasInViewLine line;
  AtlasLayer     *layer;
  gsize           count;
  AtlasInViewItem item;
};

G_DEFINE_FINAL_TYPE (AtlasInViewEntry, atlas_in_view_entry, G_TYPE_OBJECT)

static void
atlas_in_view_entry_finalize (GObject *object)
{
  g_object_unref (ATLAS_IN_VIEW_ENTRY (object)->layer);
  G_OBJECT_CLASS (atlas_in_view_entry_parent_class)->finalize (object);
}

static void
atlas_in_view_entry_class_init (AtlasInViewEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = atlas_in_view_entry_finalize;
}

static void
atlas_in_view_entry_init (AtlasInViewEntry *self)
{
}

AtlasInViewEntry *
atlas_in_view_entry_new (AtlasInViewLine        line,
                         AtlasLayer            *layer,
                         gsize                  count,
                         const AtlasInViewItem *item)
{
  AtlasInViewEntry *self = g_object_new (ATLAS_TYPE_IN_VIEW_ENTRY, NULL);

  self->line = line;
  self->layer = g_object_ref (layer);
  atlas_in_view_entry_renew (self, count, item);
  return self;
}

void
atlas_in_view_entry_renew (AtlasInViewEntry      *self,
                           gsize                  count,
                           const AtlasInViewItem *item)
{
  g_return_if_fail (ATLAS_IS_IN_VIEW_ENTRY (self));
  self->count = count;
  if (item != NULL)
    self->item = *item;
}

AtlasInViewLine
atlas_in_view_entry_get_line (AtlasInViewEntry *self)
{
  g_return_val_if_fail (ATLAS_IS_IN_VIEW_ENTRY (self), ATLAS_IN_VIEW_LAYER);
  return self->line;
}

AtlasLayer *
atlas_in_view_entry_get_layer (AtlasInViewEntry *self)
{
  g_return_val_if_fail (ATLAS_IS_IN_VIEW_ENTRY (self), NULL);
  return self->layer;
}

const AtlasInViewItem *
atlas_in_view_entry_get_item (AtlasInViewEntry *self)
{
  g_return_val_if_fail (ATLAS_IS_IN_VIEW_ENTRY (self), NULL);
  return &self->item;
}

/* -- words ------------------------------------------------------------------------------------------------------- */

/* How far something is, no finer than anybody wants to know. */
static char *
dup_distance (double metres)
{
  const double step = metres < 1e3 ? 10 : metres < 1e4 ? 100 : 1000;

  return atlas_text_distance (round (metres / step) * step);
}

/* "1.2 km NE", to be seen; "1.2 km to the north-east", to be heard. */
static char *
dup_where (const AtlasInViewItem *item,
           gboolean               heard)
{
  static const char *const seen[] = { NC_ ("wind", "N"), NC_ ("wind", "NE"), NC_ ("wind", "E"), NC_ ("wind", "SE"),
                                      NC_ ("wind", "S"), NC_ ("wind", "SW"), NC_ ("wind", "W"), NC_ ("wind", "NW") };
  /* Translators: how far and where something is from the middle of the map */
  static const char *const told[] = { N_("%s to the north"), N_("%s to the north-east"), N_("%s to the east"), N_("%s to the south-east"),
                                      N_("%s to the south"), N_("%s to the south-west"), N_("%s to the west"), N_("%s to the north-west") };
  g_autofree char *distance = dup_distance (item->distance);
  int wind;

  if (isnan (item->bearing) || item->distance < HERE)
    return g_strdup (heard ? _("in the middle of the map") : _("here"));
  wind = (int) floor (item->bearing / 45 + 0.5) % 8;
  if (heard)
    {
      g_auto (GStrv) parts = g_strsplit (_(told[wind]), "%s", 2);

      return g_strjoinv (distance, parts);
    }
  /* Translators: how far and in which direction something is: "1.2 km NE" */
  return g_strdup_printf (_("%1$s %2$s"), distance, g_dpgettext2 (NULL, "wind", seen[wind]));
}

/* The kind alone: which layer it is of stands above. */
static const char *
skip_layer (const AtlasCardContent *content,
            AtlasLayer             *layer)
{
  g_autofree char *title = atlas_text_show (atlas_layer_get_title (layer), -1, TRUE);
  const char *rest = g_str_has_prefix (content->kind, title) ? content->kind + strlen (title) : content->kind;

  return g_str_has_prefix (rest, " · ") ? rest + strlen (" · ") : rest;
}

/* -- the row ----------------------------------------------------------------------------------------------------- */

/* The labels of a row. */
typedef struct
{
  GtkWidget *swatch;
  GtkLabel  *title;
  GtkLabel  *kind;
  GtkLabel  *where;
} Parts;

static GtkLabel *
add_label (GtkWidget  *box,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

GtkWidget *
atlas_in_view_row_new (void)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  Parts *parts = g_new0 (Parts, 1);

  parts->swatch = g_object_new (ATLAS_TYPE_SWATCH, NULL);
  gtk_widget_set_size_request (parts->swatch, 24, 24);
  gtk_widget_set_valign (parts->swatch, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), parts->swatch);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  parts->title = add_label (texts, "in-view-title");
  parts->kind = add_label (texts, "search-subtitle");
  gtk_box_append (GTK_BOX (row), texts);
  parts->where = add_label (row, "search-note");
  gtk_label_set_ellipsize (parts->where, PANGO_ELLIPSIZE_NONE);
  g_object_set_data_full (G_OBJECT (row), "atlas-parts", parts, g_free);
  return row;
}

static void
show_feature (const Parts      *parts,
              AtlasInViewEntry *entry,
              GString          *heard)
{
  g_autoptr (AtlasCardContent) content = atlas_card_content_new (entry->layer, entry->item.feature);
  g_autofree char *where = dup_where (&entry->item, FALSE), *told = dup_where (&entry->item, TRUE);
  const char *kind = skip_layer (content, entry->layer);

  atlas_swatch_show_feature (ATLAS_SWATCH (parts->swatch), entry->layer, entry->item.feature);
  gtk_label_set_text (parts->title, content->name);
  gtk_label_set_text (parts->kind, kind);
  gtk_label_set_text (parts->where, where);
  g_string_append (heard, content->name);
  if (*kind != '\0')
    g_string_append_printf (heard, ", %s", kind);
  g_string_append_printf (heard, ", %s", told);
}

static void
show_heading (const Parts      *parts,
              AtlasInViewEntry *entry,
              GString          *heard)
{
  g_autofree char *title = atlas_text_show (atlas_layer_get_title (entry->layer), -1, TRUE), *count = atlas_text_count (entry->count);

  gtk_label_set_text (parts->title, title);
  gtk_label_set_text (parts->where, count);
  g_string_append_printf (heard, ngettext ("%s, %s feature in view", "%s, %s features in view", entry->count), title, count);
}

void
atlas_in_view_row_show (GtkWidget        *row,
                        AtlasInViewEntry *entry)
{
  const Parts *parts = g_object_get_data (G_OBJECT (row), "atlas-parts");
  GtkWidget *parent = gtk_widget_get_parent (row);
  AtlasTable *table = atlas_layer_get_table (entry->layer);
  g_autoptr (GString) heard = g_string_new (NULL);
  const gboolean feature = entry->line == ATLAS_IN_VIEW_FEATURE, heading = entry->line == ATLAS_IN_VIEW_LAYER;

  /* The layer may have another table by now; then another list is on its way. */
  if (feature && (table == NULL || entry->item.feature >= atlas_table_get_n_features (table)))
    return;
  gtk_label_set_text (parts->where, "");
  gtk_label_set_text (parts->kind, "");
  if (feature)
    show_feature (parts, entry, heard);
  else if (heading)
    show_heading (parts, entry, heard);
  else
    {
      g_autofree char *count = atlas_text_count (entry->count);

      /* Translators: of the features of a layer that are in view */
      g_string_append_printf (heard, ngettext ("%s more: zoom in to list it", "%s more: zoom in to list them", entry->count), count);
      gtk_label_set_text (parts->title, heard->str);
    }
  gtk_widget_set_visible (parts->swatch, feature);
  gtk_widget_set_visible (GTK_WIDGET (parts->kind), *gtk_label_get_text (parts->kind) != '\0');
  gtk_widget_set_tooltip_text (row, feature ? heard->str : NULL);
  for (guint i = 0; i < 2; i++)
    {
      static const char *const classes[] = { "in-view-layer", "in-view-more" };

      if (i == 0 ? heading : !heading && !feature)
        gtk_widget_add_css_class (row, classes[i]);
      else
        gtk_widget_remove_css_class (row, classes[i]);
    }
  /* The row of the list itself is what assistive technology reads. */
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, heard->str, -1);
}
