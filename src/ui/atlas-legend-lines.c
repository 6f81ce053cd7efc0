/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasLegendLines: a legend's lines as widgets.  Widgets are kept and filled anew, for a legend that follows the map changes in a
 * few words only, and a few milliseconds at a time, for a long one takes longer than a frame.  Main thread. */

#include "ui/atlas-legend-lines.h"

#include "ui/atlas-swatch.h"
#include "ui/atlas-text.h"

/* A style may have thousands of classes, which nobody reads in a card. */
#define MAX_LINES 200
#define MAX_CHARS 24
#define APART 9
/* Filling lines takes the main loop no longer at a time, microseconds. */
#define SLICE 3000

/* A line: three widgets in a box. */
typedef struct
{
  GtkWidget *box;       /* a child of the list */
  GtkWidget *swatch;
  GtkWidget *title;
  GtkWidget *count;
} Line;

struct _AtlasLegendLines
{
  GtkWidget    parent_instance;
  GArray      *lines;           /* Line */
  /* While a legend is put in: */
  AtlasLegend *legend;
  guint        n_shown;         /* lines filled so far */
  guint        section;         /* what comes next */
  guint        entry;
  gboolean     in_section;      /* its title is there */
  gboolean     after_many;      /* the section before was more than a line */
  guint        work;            /* idle source */
};

G_DEFINE_FINAL_TYPE (AtlasLegendLines, atlas_legend_lines, GTK_TYPE_WIDGET)

static void
atlas_legend_lines_dispose (GObject *object)
{
  AtlasLegendLines *self = ATLAS_LEGEND_LINES (object);
  GtkWidget *child;

  g_clear_handle_id (&self->work, g_source_remove);
  g_clear_pointer (&self->legend, atlas_legend_unref);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->lines, g_array_unref);
  G_OBJECT_CLASS (atlas_legend_lines_parent_class)->dispose (object);
}

static void
atlas_legend_lines_class_init (AtlasLegendLinesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = atlas_legend_lines_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LIST);
}

static void
atlas_legend_lines_init (AtlasLegendLines *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 2);
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
}

GtkWidget *
atlas_legend_lines_new (void)
{
  return g_object_new (ATLAS_TYPE_LEGEND_LINES, NULL);
}

static void
add_line (AtlasLegendLines *self)
{
  Line line = { 0 };

  line.box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, "spacing", 8, NULL);
  line.swatch = g_object_new (ATLAS_TYPE_SWATCH, "valign", GTK_ALIGN_CENTER, NULL);
  line.title = gtk_label_new (NULL);
  line.count = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (line.title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (line.title), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (line.title), MAX_CHARS);
  gtk_widget_set_hexpand (line.title, TRUE);
  gtk_widget_add_css_class (line.count, "legend-count");
  gtk_widget_add_css_class (line.count, "numeric");
  gtk_box_append (GTK_BOX (line.box), line.swatch);
  gtk_box_append (GTK_BOX (line.box), line.title);
  gtk_box_append (GTK_BOX (line.box), line.count);
  gtk_widget_set_parent (line.box, GTK_WIDGET (self));
  g_array_append_val (self->lines, line);
}

static void
set_text (GtkWidget  *label,
          const char *text)
{
  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (label)), text))
    gtk_label_set_text (GTK_LABEL (label), text);
}

/* Fills the next line.  @entry: (nullable): %NULL for the title of a section. */
static void
fill_line (AtlasLegendLines       *self,
           AtlasLegend            *legend,
           const AtlasLegendEntry *entry,
           const char             *title,
           const char             *count,
           gboolean                apart)
{
  g_autofree char *shown = atlas_text_show (title, -1, TRUE);
  g_autofree char *name = *count != '\0' ? g_strdup_printf ("%s %s", shown, count) : g_strdup (shown);
  const Line *line;

  if (self->n_shown == MAX_LINES)
    return;
  if (self->n_shown == self->lines->len)
    add_line (self);
  line = &g_array_index (self->lines, Line, self->n_shown++);
  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (line->title)), shown))
    gtk_widget_set_tooltip_text (line->title, shown);
  set_text (line->title, shown);
  set_text (line->count, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->box), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_visible (line->count, *count != '\0');
  gtk_widget_set_visible (line->swatch, entry != NULL);
  gtk_widget_set_margin_top (line->box, apart && self->n_shown > 1 ? APART : 0);
  if (entry == NULL)
    {
      gtk_widget_remove_css_class (line->title, "legend-title");
      gtk_widget_add_css_class (line->title, "legend-layer");
      return;
    }
  gtk_widget_remove_css_class (line->title, "legend-layer");
  gtk_widget_add_css_class (line->title, "legend-title");
  gtk_widget_set_size_request (line->swatch, (int) entry->sample_width, (int) entry->sample_height);
  atlas_swatch_show_entry (ATLAS_SWATCH (line->swatch), legend, entry);
}

/* Fills the line of @self's place in the legend and goes on to the next.  Returns: %FALSE when there was none. */
static gboolean
fill_next (AtlasLegendLines *self)
{
  const AtlasLegendSection *section;
  const AtlasLegendEntry *entry;
  g_autofree char *count = NULL;
  gboolean apart;

  if (self->section == atlas_legend_get_n_sections (self->legend))
    return FALSE;
  section = atlas_legend_get_section (self->legend, self->section);
  if (!self->in_section && !section->single)
    {
      fill_line (self, self->legend, NULL, section->title, "", TRUE);
      self->in_section = TRUE;
      return TRUE;
    }
  entry = &g_array_index (section->entries, AtlasLegendEntry, self->entry);
  if (self->entry == 0)
    apart = section->single && self->after_many;
  else
    apart = entry->kind == ATLAS_LEGEND_PICTOGRAM && entry[-1].kind != entry->kind;
  if (atlas_legend_has_counts (self->legend, section) && entry->kind != ATLAS_LEGEND_SIZE)
    count = atlas_text_count (entry->count);
  fill_line (self, self->legend, entry, entry->title, count != NULL ? count : "", apart);
  if (++self->entry == section->entries->len)
    {
      self->after_many = section->entries->len > 1 || !section->single;
      self->section++;
      self->entry = 0;
      self->in_section = FALSE;
    }
  return TRUE;
}

/* Takes off a line of the legend before that this one does not fill. */
static gboolean
drop_last (AtlasLegendLines *self)
{
  if (self->lines->len == self->n_shown)
    return FALSE;
  gtk_widget_unparent (g_array_index (self->lines, Line, self->lines->len - 1).box);
  g_array_set_size (self->lines, self->lines->len - 1);
  return TRUE;
}

static gboolean
go_on (gpointer data)
{
  AtlasLegendLines *self = data;
  const gint64 end = g_get_monotonic_time () + SLICE;

  while (fill_next (self) || drop_last (self))
    if (g_get_monotonic_time () > end)
      return G_SOURCE_CONTINUE;
  self->work = 0;
  g_clear_pointer (&self->legend, atlas_legend_unref);
  return G_SOURCE_REMOVE;
}

void
atlas_legend_lines_show (AtlasLegendLines *self,
                         AtlasLegend      *legend)
{
  g_return_if_fail (ATLAS_IS_LEGEND_LINES (self) && legend != NULL);

  atlas_legend_ref (legend);
  g_clear_pointer (&self->legend, atlas_legend_unref);
  self->legend = legend;
  self->n_shown = self->section = self->entry = 0;
  self->in_section = self->after_many = FALSE;
  g_clear_handle_id (&self->work, g_source_remove);
  if (go_on (self) == G_SOURCE_CONTINUE)
    self->work = g_idle_add (go_on, self);
}
