/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The classes of a layer under its row: a line for each entry of the layer's legend.  Built anew when the style changes.
 * Main thread. */

#include "ui/atlas-layer-row-private.h"

#include "ui/atlas-swatch.h"
#include "ui/atlas-text.h"

#define PICTOGRAMS_GAP 8

static void
add_line (GtkBox                 *box,
          AtlasLegend            *legend,
          const AtlasLegendEntry *entry)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *swatch = g_object_new (ATLAS_TYPE_SWATCH, NULL), *label = gtk_label_new (NULL);
  g_autofree char *shown = atlas_text_show (entry->title, -1, TRUE);

  atlas_swatch_show_entry (ATLAS_SWATCH (swatch), legend, entry);
  gtk_widget_set_size_request (swatch, (int) entry->sample_width, (int) entry->sample_height);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_label_set_text (GTK_LABEL (label), shown);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (label, shown);
  gtk_widget_add_css_class (label, "legend-title");
  gtk_box_append (GTK_BOX (line), swatch);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (box, line);
}

guint
atlas_layer_row_fill_legend (GtkBox     *box,
                             AtlasLayer *layer,
                             guint       max)
{
  AtlasLegendLayer of = { .table = atlas_layer_get_table (layer),
                          .style = atlas_layer_get_style (layer),
                          .title = atlas_layer_get_title (layer),
                          .opacity = 1 };
  g_autoptr (AtlasLegend) legend = NULL;
  const AtlasLegendSection *section;
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  if (of.style == NULL || of.table == NULL)
    return 0;
  if (atlas_legend_wants_schema (of.style))
    of.schema = atlas_layer_get_schema (layer);
  legend = atlas_legend_new (&of, 1, NULL, 0, 0, NULL);
  if (atlas_legend_get_n_sections (legend) == 0)
    return 0;
  section = atlas_legend_get_section (legend, 0);
  for (guint i = 0; i < section->entries->len && n < max; i++, n++)
    {
      const AtlasLegendEntry *entry = &g_array_index (section->entries, AtlasLegendEntry, i);

      add_line (box, legend, entry);
      if (i > 0 && entry->kind == ATLAS_LEGEND_PICTOGRAM && entry[-1].kind != entry->kind)
        gtk_widget_set_margin_top (gtk_widget_get_last_child (GTK_WIDGET (box)), PICTOGRAMS_GAP);
    }
  return n;
}
