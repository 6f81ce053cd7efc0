/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasSummaryPanel: the figures are a worker's; each category is a row of a list, so that bars are chosen with the pointer, the
 * keyboard and assistive technology alike.  Main thread. */

#include "ui/atlas-summary-panel.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "data/atlas-summary.h"
#include "ui/atlas-filter-row.h"
#include "ui/atlas-text.h"

/* Nobody compares more bars than these. */
#define MAX_ROWS 200
/* A field with more values than this is no category, unless there is none better. */
#define FEW 40

/* What the bars tell. */
typedef enum
{
  FIGURE_COUNT,
  FIGURE_SUM,
  FIGURE_MEAN,
  FIGURE_MIN,
  FIGURE_MAX,
  N_FIGURES,
} Figure;

static const char *const FIGURES[N_FIGURES] = { N_("Count"), N_("Sum"), N_("Mean"), N_("Least"), N_("Greatest") };

struct _AtlasSummaryPanel
{
  AdwBin        parent_instance;
  AtlasLayer   *layer;
  AtlasSummary *summary;        /* (nullable): until it is worked out */
  GCancellable *stop;           /* (nullable) */
  GArray       *numbers;        /* (element-type guint): the fields in the list of numbers, after "none" */
  guint         category;       /* of @summary */
  /* While a bar is chosen: the expression that it put in, and what was shown before, of which the bars still tell. */
  char         *own;
  char         *own_value;      /* (nullable) of the bar */
  AtlasFilter        *base;     /* (nullable) */
  AtlasFilterContext *context;  /* (nullable) of @base */
  AtlasFeatureSet    *shown;    /* (nullable): all */
  gboolean      updating;

  GtkLabel     *title_label;
  GtkDropDown  *category_list;
  GtkDropDown  *number_list;
  GtkDropDown  *figure_list;
  GtkWidget    *figure_row;
  GtkLabel     *scope_label;
  GtkWidget    *bars;
  GtkLabel     *total_label;
};

enum
{
  CLOSE,
  MESSAGE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AtlasSummaryPanel, atlas_summary_panel, ADW_TYPE_BIN)

/* Whether what the layer shows is what a bar asked for. */
static gboolean
is_own (AtlasSummaryPanel *self)
{
  AtlasFilter *filter = atlas_layer_get_filter (self->layer);

  return filter != NULL && self->own != NULL && g_str_equal (atlas_filter_get_text (filter), self->own);
}

static void
forget (AtlasSummaryPanel *self)
{
  g_clear_pointer (&self->own, g_free);
  g_clear_pointer (&self->own_value, g_free);
  g_clear_pointer (&self->base, atlas_filter_unref);
  g_clear_pointer (&self->context, atlas_filter_context_unref);
  g_clear_pointer (&self->shown, atlas_feature_set_unref);
}

static Figure
get_figure (AtlasSummaryPanel *self)
{
  return gtk_drop_down_get_selected (self->number_list) == 0 ? FIGURE_COUNT : (Figure) gtk_drop_down_get_selected (self->figure_list);
}

static double
read_figure (const AtlasSummaryGroup *group,
             Figure                   figure)
{
  const double values[N_FIGURES] = { (double) group->count, group->sum, group->mean, group->min, group->max };

  return values[figure];
}

static char *
format_figure (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    return g_strdup ("–");
  g_ascii_formatd (text, sizeof text, fabs (value) >= 1000 ? "%.0f" : "%.4g", value);
  return atlas_text_number (text);
}

static char *
format_group (AtlasSummaryPanel       *self,
              const AtlasSummaryGroup *group)
{
  return group->value != NULL ? atlas_ui_value_title (self->layer, self->category, group->value) : g_strdup (_("No value"));
}

/* Bars. */

typedef struct
{
  double part;                  /* of the longest, −1 to 1 */
} Bar;

static void
draw_bar (GtkDrawingArea *area,
          cairo_t        *cr,
          int             width,
          int             height,
          gpointer        data)
{
  const Bar *bar = data;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &color);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, 0.12);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, bar->part < 0 ? 0.45 : 0.9);
  cairo_rectangle (cr, 0, 0, bar->part == 0 ? 0 : MAX (1, fabs (bar->part) * width), height);
  cairo_fill (cr);
}

static GtkWidget *
make_row (AtlasSummaryPanel       *self,
          const AtlasSummaryGroup *group,
          double                   most)
{
  const double value = read_figure (group, get_figure (self));
  g_autofree char *title = format_group (self, group), *figure = format_figure (value), *name = NULL;
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = gtk_label_new (title), *number = gtk_label_new (figure);
  GtkWidget *area = gtk_drawing_area_new ();
  Bar *bar = g_new (Bar, 1);

  bar->part = most > 0 && !isnan (value) ? value / most : 0;
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (number, "numeric");
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), number);
  gtk_box_append (GTK_BOX (box), line);
  gtk_widget_set_size_request (area, -1, 8);
  gtk_widget_add_css_class (area, "summary-bar");
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_bar, bar, g_free);
  gtk_box_append (GTK_BOX (box), area);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  name = g_strdup_printf ("%s %s", title, figure);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (is_own (self) && g_strcmp0 (self->own_value, group->value) == 0)
    gtk_widget_add_css_class (row, "chosen");
  gtk_widget_set_tooltip_text (row, _("Show only these"));
  g_object_set_data_full (G_OBJECT (row), "atlas-value", g_strdup (group->value), g_free);
  return row;
}

static void
show_total (AtlasSummaryPanel *self)
{
  const AtlasSummaryGroup *total = atlas_summary_get_total (self->summary);
  g_autofree char *count = atlas_text_count (total->count), *sum = NULL, *mean = NULL, *min = NULL, *max = NULL, *text = NULL;

  if (gtk_drop_down_get_selected (self->number_list) == 0)
    text = g_strdup_printf (ngettext ("%s feature", "%s features", total->count), count);
  else
    {
      sum = format_figure (total->sum);
      mean = format_figure (total->mean);
      min = format_figure (total->min);
      max = format_figure (total->max);
      /* Translators: of all categories together */
      text = g_strdup_printf (_("Count %1$s, sum %2$s, mean %3$s, from %4$s to %5$s"), count, sum, mean, min, max);
    }
  gtk_label_set_text (self->total_label, text);
}

static void
show_bars (AtlasSummaryPanel *self)
{
  GtkWidget *row;
  gsize n;
  const AtlasSummaryGroup *groups;
  GtkWidget *focused = gtk_widget_get_focus_child (self->bars);
  g_autofree char *value = focused != NULL ? g_strdup (g_object_get_data (G_OBJECT (focused), "atlas-value")) : NULL;
  double most = 0;

  while ((row = gtk_widget_get_first_child (self->bars)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->bars), row);
  if (self->summary == NULL)
    return;
  groups = atlas_summary_get_groups (self->summary, &n);
  for (gsize i = 0; i < n; i++)
    most = fmax (most, fabs (read_figure (&groups[i], get_figure (self))));
  for (gsize i = 0; i < MIN (n, MAX_ROWS); i++)
    {
      row = make_row (self, &groups[i], most);
      gtk_list_box_append (GTK_LIST_BOX (self->bars), row);
      /* Whoever chooses by keyboard goes on from there. */
      if (focused != NULL && g_strcmp0 (value, groups[i].value) == 0)
        gtk_widget_grab_focus (row);
    }
  show_total (self);
}

/* Working it out. */

typedef struct
{
  AtlasTable      *table;
  AtlasFeatureSet *only;
  guint            category;
  int              number;
} Summing;

static void
summing_free (gpointer data)
{
  Summing *summing = data;

  atlas_table_unref (summing->table);
  g_clear_pointer (&summing->only, atlas_feature_set_unref);
  g_free (summing);
}

static void
run_summary (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Summing *summing = data;
  AtlasSummary *summary = atlas_summary_new (summing->table, summing->category, summing->number, summing->only, cancellable);

  if (summary != NULL)
    g_task_return_pointer (task, summary, (GDestroyNotify) atlas_summary_unref);
  else
    g_task_return_error_if_cancelled (task);
}

static void
on_summed (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  AtlasSummaryPanel *self = ATLAS_SUMMARY_PANEL (object);
  AtlasSummary *summary = g_task_propagate_pointer (G_TASK (result), NULL);

  if (summary == NULL)
    return;
  g_clear_pointer (&self->summary, atlas_summary_unref);
  self->summary = summary;
  self->category = ((Summing *) g_task_get_task_data (G_TASK (result)))->category;
  show_bars (self);
}

static void
start (AtlasSummaryPanel *self)
{
  AtlasTable *table = atlas_layer_get_table (self->layer);
  AtlasFeatureSet *selection = atlas_layer_get_selection (self->layer), *shown;
  const guint category = gtk_drop_down_get_selected (self->category_list), number = gtk_drop_down_get_selected (self->number_list);
  g_autoptr (GTask) task = NULL;
  Summing *summing;

  if (self->updating || table == NULL || category >= atlas_table_get_n_fields (table))
    return;
  g_cancellable_cancel (self->stop);
  g_clear_object (&self->stop);
  self->stop = g_cancellable_new ();
  shown = is_own (self) ? self->shown : atlas_table_get_shown (table);
  summing = g_new0 (Summing, 1);
  summing->table = atlas_table_ref (atlas_table_get_whole (table));
  summing->category = category;
  summing->number = number > 0 && number - 1 < self->numbers->len ? (int) g_array_index (self->numbers, guint, number - 1) : -1;
  /* What is selected but not shown does not count. */
  if (selection != NULL)
    summing->only = shown != NULL ? atlas_feature_set_and (selection, shown) : atlas_feature_set_ref (selection);
  else if (shown != NULL)
    summing->only = atlas_feature_set_ref (shown);
  gtk_label_set_text (self->scope_label, selection != NULL ? _("Of the selected features")
                                         : shown != NULL   ? _("Of the features that the filter shows")
                                                           : _("Of all features"));
  gtk_widget_set_visible (self->figure_row, number > 0);
  task = g_task_new (self, self->stop, on_summed, NULL);
  g_task_set_task_data (task, summing, summing_free);
  g_task_run_in_thread (task, run_summary);
}

/* What a person does. */

static void
on_filtered (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (AtlasSummaryPanel) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!atlas_layer_filter_finish (ATLAS_LAYER (object), result, &error) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[MESSAGE], 0, error->message);
}

/* The expression of a bar alone. */
static char *
write_bar (AtlasSummaryPanel *self,
           AtlasTable        *table,
           const char        *value)
{
  const char *name = atlas_table_get_field_name (table, self->category);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_filter_row_free);
  g_autofree char *field = NULL;

  if (value != NULL)
    {
      g_ptr_array_add (rows, atlas_filter_row_new (name, NULL, ATLAS_FILTER_ROW_IS, value));
      return atlas_filter_rows_to_text (rows, FALSE, table);
    }
  field = atlas_filter_quote_field (name);
  switch (atlas_table_get_field_type (table, self->category))
    {
    case ATLAS_FIELD_INTEGER:
    case ATLAS_FIELD_REAL:
    case ATLAS_FIELD_BOOLEAN:
      return g_strdup_printf ("%s is null", field);
    default:
      return g_strdup_printf ("(%s is null or %s = '')", field, field);
    }
}

/* Shows what the bar stands for alone; once more takes it back. */
static void
on_bar (AtlasSummaryPanel *self,
        GtkListBoxRow     *bar)
{
  AtlasTable *table = atlas_layer_get_table (self->layer);
  const char *value = g_object_get_data (G_OBJECT (bar), "atlas-value");
  g_autoptr (AtlasFilter) filter = NULL;
  g_autofree char *text = NULL;

  if (is_own (self) && g_strcmp0 (self->own_value, value) == 0)
    {
      g_free (g_steal_pointer (&self->own));
      atlas_layer_set_filter (self->layer, self->base, self->context, self->shown);
      forget (self);
      return;
    }
  if (!is_own (self))
    {
      AtlasFilter *present = atlas_layer_get_filter (self->layer);
      AtlasFilterContext *context = atlas_layer_get_filter_context (self->layer);
      AtlasFeatureSet *shown = atlas_table_get_shown (table);

      forget (self);
      self->base = present != NULL ? atlas_filter_ref (present) : NULL;
      self->context = context != NULL ? atlas_filter_context_ref (context) : NULL;
      self->shown = shown != NULL ? atlas_feature_set_ref (shown) : NULL;
    }
  text = write_bar (self, table, value);
  g_free (self->own);
  self->own = self->base != NULL ? g_strdup_printf ("(%s) and %s", atlas_filter_get_text (self->base), text) : g_strdup (text);
  g_free (self->own_value);
  self->own_value = g_strdup (value);
  filter = atlas_filter_new (self->own, NULL);
  if (filter != NULL)
    atlas_layer_filter_async (self->layer, filter, self->context, on_filtered, g_object_ref (self));
}

/* A line a category, tabs between: what spreadsheets take. */
static void
on_copy (AtlasSummaryPanel *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const gboolean number = gtk_drop_down_get_selected (self->number_list) > 0;
  gsize n;
  const AtlasSummaryGroup *groups;

  if (self->summary == NULL)
    return;
  groups = atlas_summary_get_groups (self->summary, &n);
  {
    g_autofree char *title = atlas_ui_field_title (self->layer, self->category);

    g_string_append_printf (text, "%s\t%s", title, _(FIGURES[FIGURE_COUNT]));
  }
  for (guint i = 1; number && i < N_FIGURES; i++)
    g_string_append_printf (text, "\t%s", _(FIGURES[i]));
  for (gsize k = 0; k <= n; k++)
    {
      const AtlasSummaryGroup *group = k < n ? &groups[k] : atlas_summary_get_total (self->summary);
      g_autofree char *title = k < n ? format_group (self, group) : g_strdup (_("Total"));

      g_string_append_printf (text, "\n%s\t%" G_GSIZE_FORMAT, title, group->count);
      for (guint i = 1; number && i < N_FIGURES; i++)
        {
          char figure[G_ASCII_DTOSTR_BUF_SIZE];

          g_ascii_formatd (figure, sizeof figure, "%.10g", read_figure (group, i));
          g_string_append_printf (text, "\t%s", isnan (read_figure (group, i)) ? "" : figure);
        }
    }
  g_string_append_c (text, '\n');
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
  g_signal_emit (self, signals[MESSAGE], 0, _("The summary is copied"));
}

static void
on_close (AtlasSummaryPanel *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static gboolean
on_key (AtlasSummaryPanel *self,
        guint              key,
        guint              code,
        GdkModifierType    state)
{
  if (key != GDK_KEY_Escape || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  on_close (self);
  return GDK_EVENT_STOP;
}

/* Widgets. */

static GtkWidget *
build_head (AtlasSummaryPanel *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *back = gtk_button_new_from_icon_name ("go-previous-symbolic");
  GtkWidget *titles = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *heading = gtk_label_new (_("Summary")), *title = gtk_label_new (NULL);
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_add_css_class (head, "style-head");
  gtk_widget_add_css_class (back, "flat");
  gtk_widget_set_tooltip_text (back, _("Back to the layers (Esc)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Back to the layers (Esc)"), -1);
  g_signal_connect_swapped (back, "clicked", G_CALLBACK (on_close), self);
  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_set_tooltip_text (copy, _("Copy the summary as text"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Copy the summary as text"), -1);
  g_signal_connect_swapped (copy, "clicked", G_CALLBACK (on_copy), self);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (title, "caption");
  gtk_widget_add_css_class (title, "dim-label");
  gtk_widget_set_hexpand (titles, TRUE);
  self->title_label = GTK_LABEL (title);
  gtk_box_append (GTK_BOX (titles), heading);
  gtk_box_append (GTK_BOX (titles), title);
  gtk_box_append (GTK_BOX (head), back);
  gtk_box_append (GTK_BOX (head), titles);
  gtk_box_append (GTK_BOX (head), copy);
  return head;
}

static GtkWidget *
add_choice (GtkWidget    *body,
            GtkSizeGroup *group,
            const char   *name,
            GtkDropDown **list)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = gtk_label_new (name);

  *list = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "style-label");
  gtk_size_group_add_widget (group, label);
  gtk_widget_set_hexpand (GTK_WIDGET (*list), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (*list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (*list));
  gtk_box_append (GTK_BOX (body), row);
  return row;
}

static GtkLabel *
add_label (GtkWidget  *body,
           const char *css)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, css);
  gtk_box_append (GTK_BOX (body), label);
  return GTK_LABEL (label);
}

static GtkWidget *
build_body (AtlasSummaryPanel *self)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *scroller = gtk_scrolled_window_new ();
  g_autoptr (GtkSizeGroup) group = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  g_autoptr (GtkStringList) figures = gtk_string_list_new (NULL);

  gtk_widget_add_css_class (body, "style-body");
  add_choice (body, group, _("By"), &self->category_list);
  add_choice (body, group, _("Number"), &self->number_list);
  self->figure_row = add_choice (body, group, _("Bars"), &self->figure_list);
  for (guint i = 0; i < N_FIGURES; i++)
    gtk_string_list_append (figures, _(FIGURES[i]));
  gtk_drop_down_set_model (self->figure_list, G_LIST_MODEL (figures));
  gtk_drop_down_set_selected (self->figure_list, FIGURE_SUM);
  self->scope_label = add_label (body, "dim-label");
  self->bars = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->bars), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->bars, "summary-bars");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bars), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Categories"), -1);
  g_signal_connect_swapped (self->bars, "row-activated", G_CALLBACK (on_bar), self);
  gtk_box_append (GTK_BOX (body), self->bars);
  self->total_label = add_label (body, "numeric");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), body);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

/* How well a field sorts features: what a schema lists the words of, then texts of few values; 0: not at all. */
static guint
rate_category (AtlasSummaryPanel *self,
               AtlasTable        *table,
               guint              field)
{
  AtlasSchema *schema = atlas_layer_get_schema (self->layer);
  const AtlasSchemaField *meaning = schema != NULL ? atlas_schema_find_field (schema, atlas_table_get_field_name (table, field)) : NULL;
  g_autoptr (GHashTable) ids = g_hash_table_new (NULL, NULL);
  const gsize n = MIN (atlas_table_get_n_features (table), 1000);

  if (meaning != NULL && meaning->n_words > 0)
    return 3;
  for (gsize i = 0; i < n; i++)
    {
      const guint32 id = atlas_table_get_text_id (table, field, i);

      if (id != G_MAXUINT32)
        g_hash_table_add (ids, GUINT_TO_POINTER (id));
    }
  return g_hash_table_size (ids) >= 2 && g_hash_table_size (ids) <= MIN (FEW, n / 2) ? 2 : g_hash_table_size (ids) > 0 ? 1 : 0;
}

static void
fill_fields (AtlasSummaryPanel *self)
{
  AtlasTable *table = atlas_layer_get_table (self->layer);
  g_autoptr (GtkStringList) categories = gtk_string_list_new (NULL), numbers = gtk_string_list_new (NULL);
  guint best = 0, best_rate = 0;

  /* Translators: no number field: features are only counted */
  gtk_string_list_append (numbers, C_("number", "Only count"));
  for (guint i = 0; i < atlas_table_get_n_fields (table); i++)
    {
      const AtlasFieldType type = atlas_table_get_field_type (table, i);
      const guint rate = rate_category (self, table, i);
      g_autofree char *title = atlas_ui_field_title (self->layer, i);

      gtk_string_list_append (categories, title);
      if (rate > best_rate)
        {
          best = i;
          best_rate = rate;
        }
      if (type != ATLAS_FIELD_INTEGER && type != ATLAS_FIELD_REAL)
        continue;
      gtk_string_list_append (numbers, title);
      g_array_append_val (self->numbers, i);
    }
  gtk_drop_down_set_model (self->category_list, G_LIST_MODEL (categories));
  gtk_drop_down_set_selected (self->category_list, best);
  gtk_drop_down_set_model (self->number_list, G_LIST_MODEL (numbers));
}

static gboolean
atlas_summary_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ATLAS_SUMMARY_PANEL (widget)->category_list));
}

static void
atlas_summary_panel_dispose (GObject *object)
{
  AtlasSummaryPanel *self = ATLAS_SUMMARY_PANEL (object);

  g_cancellable_cancel (self->stop);
  g_clear_object (&self->stop);
  forget (self);
  g_clear_object (&self->layer);
  g_clear_pointer (&self->summary, atlas_summary_unref);
  g_clear_pointer (&self->numbers, g_array_unref);
  G_OBJECT_CLASS (atlas_summary_panel_parent_class)->dispose (object);
}

static void
atlas_summary_panel_class_init (AtlasSummaryPanelClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_summary_panel_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = atlas_summary_panel_grab_focus;
  signals[CLOSE] = g_signal_new ("close", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MESSAGE] = g_signal_new ("message", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
atlas_summary_panel_init (AtlasSummaryPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->updating = TRUE;
  self->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_widget_add_css_class (box, "layer-panel");
  gtk_box_append (GTK_BOX (box), build_head (self));
  gtk_box_append (GTK_BOX (box), build_body (self));
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
atlas_summary_panel_new (AtlasLayer *layer)
{
  AtlasSummaryPanel *self = g_object_new (ATLAS_TYPE_SUMMARY_PANEL, NULL);
  g_autofree char *title = atlas_text_show (atlas_layer_get_title (layer), -1, TRUE);

  self->layer = g_object_ref (layer);
  gtk_label_set_text (self->title_label, title);
  fill_fields (self);
  g_signal_connect_swapped (self->category_list, "notify::selected", G_CALLBACK (start), self);
  g_signal_connect_swapped (self->number_list, "notify::selected", G_CALLBACK (start), self);
  g_signal_connect_swapped (self->figure_list, "notify::selected", G_CALLBACK (show_bars), self);
  g_signal_connect_object (layer, "notify::table", G_CALLBACK (start), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (layer, "notify::selection", G_CALLBACK (start), self, G_CONNECT_SWAPPED);
  self->updating = FALSE;
  start (self);
  return GTK_WIDGET (self);
}

AtlasLayer *
atlas_summary_panel_get_layer (AtlasSummaryPanel *self)
{
  g_return_val_if_fail (ATLAS_IS_SUMMARY_PANEL (self), NULL);
  return self->layer;
}
