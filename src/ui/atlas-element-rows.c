/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasElementRows: rows for what an element can be told.  Nothing here knows what a legend or a scale bar is: the table of the page
 * model says which properties there are.  Rows are made when another element is chosen and only filled when the page changes, so
 * that whoever types keeps the cursor.  Main thread. */

#include "ui/atlas-element-rows.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/atlas-layout-rows.h"
#include "ui/atlas-text.h"

typedef struct
{
  AtlasElementRows        *owner;      /* (unowned) */
  const AtlasPageProperty *property;
  GtkWidget               *widget;
} Row;

struct _AtlasElementRows
{
  GtkBox           parent_instance;
  AtlasPageEditor *editor;
  AtlasProject    *project;
  char            *id;           /* (nullable): whose rows there are */
  GPtrArray       *rows;         /* Row */
  GtkWidget       *sides[4];     /* x, y, width, height */
  gboolean         updating;
};

G_DEFINE_FINAL_TYPE (AtlasElementRows, atlas_element_rows, GTK_TYPE_BOX)

/* What choices are called; those of all kinds, for the same word means the same everywhere. */
static const struct
{
  const char *name;
  const char *title;
} words[] = {
  { "none", N_("None") },           { "auto", N_("Automatic") },      { "line", N_("Single Line") },
  { "double", N_("Double Line") },  { "graticule", N_("Graticule") }, { "kilometres", N_("Kilometre Grid") },
  { "both", N_("Both") },           { "lines", N_("Lines") },         { "crosses", N_("Crosses") },
  { "ticks", N_("Ticks at the Border") }, { "hei", N_("Hei (Sans)") }, { "song", N_("Song (Serif)") },
  { "left", N_("Left") },           { "center", N_("Centre") },       { "right", N_("Right") },
  { "top", N_("Top") },             { "middle", N_("Middle") },       { "bottom", N_("Bottom") },
  { "km", N_("Kilometres") },       { "li", N_("Li") },               { "true", N_("True North") },
  { "grid", N_("Grid North") },     { "home", N_("Whole City") },     { "around", N_("Around the Map") },
  { "layer", N_("One Layer") },     { "extent", N_("Fixed Extent") }, { "view", N_("The Window’s View") },
  { "selection", N_("What Is Selected") },
};

/* What the map's part of the panel is for, and what is only for files. */
static const char *const elsewhere[] = { "crs", "fit", "layer", "extent", "standard", "lon", "lat", "scale", "rotation", NULL };
static const char *const only_files[] = { "extent", "path", "font", NULL };

/* Elements of templates have names that people know better than their kind. */
static const struct
{
  const char *id;
  const char *title;
} known[] = {
  { "title", N_("Map Title") },
  { "secrecy", N_("Classification") },
  { "crs", N_("Coordinate System and Note") },
  { "maker", N_("Compiler, Date, Review Number") },
  { "about", N_("Description") },
  { "stops", N_("Table of Stops") },
};

char *
atlas_element_dup_title (AtlasPage              *page,
                         const AtlasPageElement *element)
{
  g_autofree char *shown = NULL;
  const char *text;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (element->id, known[i].id))
      return g_strdup (_(known[i].title));
  text = element->kind == ATLAS_PAGE_TEXT ? atlas_page_get_text (page, element->id, "text") : "";
  if (*text == '\0')
    return g_strdup (atlas_page_kind_get_title (element->kind));
  shown = atlas_text_show (text, -1, TRUE);
  /* Translators: a text on the page, and how it begins */
  return g_strdup_printf (_("Text “%s”"), shown);
}

static const char *
get_word (const char *choice)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].name, choice))
      return _(words[i].title);
  return choice;
}

/* Changing the page. */

/* A copy of the page to be changed, or %NULL while the rows are filled. */
static AtlasPage *
begin (AtlasElementRows *self)
{
  if (self->updating || self->id == NULL)
    return NULL;
  return atlas_page_editor_begin (self->editor);
}

static void
take (Row       *row,
      AtlasPage *page)
{
  g_autofree char *key = g_strconcat (row->owner->id, ":", row->property->name, NULL);

  atlas_page_editor_take (row->owner->editor, page, g_dgettext (GETTEXT_PACKAGE, row->property->title), key);
}

static void
on_text (Row *row)
{
  AtlasPage *page = begin (row->owner);

  if (page == NULL)
    return;
  atlas_page_set_text (page, row->owner->id, row->property->name, gtk_editable_get_text (GTK_EDITABLE (row->widget)));
  take (row, page);
}

static void
on_buffer (Row *row)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (row->widget));
  AtlasPage *page = begin (row->owner);
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  if (page == NULL)
    return;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  if (row->property->type == ATLAS_PAGE_VALUE_TEXTS)
    {
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
      g_autoptr (GPtrArray) filled = g_ptr_array_new ();

      for (char **line = lines; *line != NULL; line++)
        if (*g_strstrip (*line) != '\0')
          g_ptr_array_add (filled, *line);
      g_ptr_array_add (filled, NULL);
      atlas_page_set_texts (page, row->owner->id, row->property->name, (const char *const *) filled->pdata);
    }
  else
    atlas_page_set_text (page, row->owner->id, row->property->name, text);
  take (row, page);
}

static void
on_number (Row *row)
{
  AtlasPage *page = begin (row->owner);

  if (page == NULL)
    return;
  atlas_page_set_number (page, row->owner->id, row->property->name, gtk_spin_button_get_value (GTK_SPIN_BUTTON (row->widget)));
  take (row, page);
}

static void
on_switch (Row *row)
{
  AtlasPage *page = begin (row->owner);

  if (page == NULL)
    return;
  atlas_page_set_boolean (page, row->owner->id, row->property->name, gtk_switch_get_active (GTK_SWITCH (row->widget)));
  take (row, page);
}

static void
on_choice (Row *row)
{
  const guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (row->widget));
  AtlasPage *page = chosen != GTK_INVALID_LIST_POSITION ? begin (row->owner) : NULL;

  if (page == NULL)
    return;
  if (row->property->type == ATLAS_PAGE_VALUE_CHOICE)
    atlas_page_set_text (page, row->owner->id, row->property->name, row->property->choices[chosen]);
  else
    {
      g_autoptr (GtkStringObject) item
        = g_list_model_get_item (gtk_drop_down_get_model (GTK_DROP_DOWN (row->widget)), chosen);

      atlas_page_set_text (page, row->owner->id, row->property->name, gtk_string_object_get_string (item));
    }
  take (row, page);
}

static void
on_color (Row *row)
{
  AtlasPage *page = begin (row->owner);
  g_autofree char *text = NULL;
  GdkRGBA color;

  if (page == NULL)
    return;
  gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (row->widget), &color);
  text = g_strdup_printf ("#%02x%02x%02x", (guint) lround ((double) color.red * 255.0), (guint) lround ((double) color.green * 255.0),
                          (guint) lround ((double) color.blue * 255.0));
  atlas_page_set_text (page, row->owner->id, row->property->name, text);
  take (row, page);
}

static void
on_side (AtlasElementRows *self)
{
  AtlasPage *page = begin (self);
  cairo_rectangle_t box;
  g_autofree char *key = NULL;

  if (page == NULL)
    return;
  box.x = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->sides[0]));
  box.y = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->sides[1]));
  box.width = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->sides[2]));
  box.height = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->sides[3]));
  key = g_strconcat ("box:", self->id, NULL);
  atlas_page_set_box (page, self->id, &box);
  atlas_page_editor_take (self->editor, page, _("Place and Size"), key);
}

/* Making rows. */

static GtkWidget *
make_text_view (Row *row)
{
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_widget_set_size_request (view, -1, 58);
  gtk_widget_add_css_class (view, "layout-text");
  g_signal_connect_data (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "changed", G_CALLBACK (on_buffer), row, NULL,
                         G_CONNECT_SWAPPED);
  return view;
}

static GtkWidget *
make_choice (Row *row)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  GtkWidget *widget;

  for (guint i = 0; row->property->choices[i] != NULL; i++)
    g_ptr_array_add (texts, (char *) get_word (row->property->choices[i]));
  g_ptr_array_add (texts, NULL);
  widget = atlas_layout_drop_down_new ((const char *const *) texts->pdata);
  g_signal_connect_swapped (widget, "notify::selected", G_CALLBACK (on_choice), row);
  return widget;
}

/* The layers by their titles, which is how pages call them, or the maps of the page by their ids. */
static GtkWidget *
make_list (Row      *row,
           gboolean  layers)
{
  AtlasElementRows *self = row->owner;
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  GtkWidget *widget;

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->project)); layers && i-- > 0;)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      g_ptr_array_add (texts, g_strdup (atlas_layer_get_title (layer)));
    }
  for (guint i = 0; !layers && i < atlas_page_get_n_elements (page); i++)
    if (atlas_page_get_element (page, i)->kind == ATLAS_PAGE_MAP)
      g_ptr_array_add (texts, g_strdup (atlas_page_get_element (page, i)->id));
  g_ptr_array_add (texts, NULL);
  widget = atlas_layout_drop_down_new ((const char *const *) texts->pdata);
  g_signal_connect_swapped (widget, "notify::selected", G_CALLBACK (on_choice), row);
  return widget;
}

static GtkWidget *
make_text (Row *row)
{
  const char *name = row->property->name;
  GtkWidget *widget;

  if (g_str_equal (name, "layer") || g_str_equal (name, "of"))
    return make_list (row, g_str_equal (name, "layer"));
  if (g_str_equal (name, "text"))
    return make_text_view (row);
  if (g_str_equal (name, "color"))
    {
      widget = gtk_color_button_new ();
      g_signal_connect_swapped (widget, "color-set", G_CALLBACK (on_color), row);
      return widget;
    }
  widget = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (widget), 8);
  g_signal_connect_swapped (widget, "changed", G_CALLBACK (on_text), row);
  return widget;
}

/* Numbers that are chosen by itself when they are 0 say so. */
static gboolean
on_output (GtkSpinButton *spin)
{
  if (gtk_spin_button_get_value (spin) != 0.0)
    return FALSE;
  atlas_layout_set_text (GTK_EDITABLE (spin), _("Automatic"));
  return TRUE;
}

static int
on_input (GtkSpinButton *spin,
          double        *value)
{
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (spin)), _("Automatic")))
    return FALSE;
  *value = 0.0;
  return TRUE;
}

/* Whole numbers where a part of one means nothing. */
static guint
get_digits (const AtlasPageProperty *property)
{
  if (g_str_equal (property->name, "columns"))
    return 0;
  return property->most - property->least <= 100.0 || g_str_equal (property->name, "size") ? 1 : 0;
}

static GtkWidget *
make_control (Row *row)
{
  const AtlasPageProperty *property = row->property;
  GtkWidget *widget = NULL;

  switch (property->type)
    {
    case ATLAS_PAGE_VALUE_TEXT:
      return make_text (row);
    case ATLAS_PAGE_VALUE_NUMBER:
      widget = atlas_layout_spin_new (property->least, property->most, property->most <= 10.0 ? 0.1 : 1.0,
                                      get_digits (property));
      if (property->number == 0.0 && property->least == 0.0)
        {
          g_signal_connect (widget, "output", G_CALLBACK (on_output), NULL);
          g_signal_connect (widget, "input", G_CALLBACK (on_input), NULL);
          on_output (GTK_SPIN_BUTTON (widget));
        }
      g_signal_connect_swapped (widget, "value-changed", G_CALLBACK (on_number), row);
      return widget;
    case ATLAS_PAGE_VALUE_BOOLEAN:
      widget = gtk_switch_new ();
      g_signal_connect_swapped (widget, "notify::active", G_CALLBACK (on_switch), row);
      return widget;
    case ATLAS_PAGE_VALUE_CHOICE:
      return make_choice (row);
    case ATLAS_PAGE_VALUE_TEXTS:
      return make_text_view (row);
    case ATLAS_PAGE_VALUE_NUMBERS:
    default:
      return NULL;
    }
}

static gboolean
is_shown (AtlasElementRows        *self,
          AtlasPageKind            kind,
          const AtlasPageProperty *property)
{
  guint n_maps = 0;

  if (property->type == ATLAS_PAGE_VALUE_NUMBERS || g_strv_contains (only_files, property->name))
    return FALSE;
  if (kind == ATLAS_PAGE_MAP && g_strv_contains (elsewhere, property->name))
    return FALSE;
  if (!g_str_equal (property->name, "of"))
    return TRUE;
  /* Of which map it is is only a question when there are several. */
  for (guint i = 0; i < atlas_page_get_n_elements (atlas_page_editor_get_page (self->editor)); i++)
    n_maps += atlas_page_get_element (atlas_page_editor_get_page (self->editor), i)->kind == ATLAS_PAGE_MAP;
  return n_maps > 1;
}

static void
add_property (AtlasElementRows        *self,
              const AtlasPageProperty *property)
{
  const char *title = g_dgettext (GETTEXT_PACKAGE, property->title);
  Row *row = g_new (Row, 1);

  *row = (Row) { self, property, NULL };
  row->widget = make_control (row);
  g_ptr_array_add (self->rows, row);
  if (GTK_IS_TEXT_VIEW (row->widget))
    {
      atlas_layout_rows_add_wide (GTK_WIDGET (self), title, row->widget);
      if (property->type == ATLAS_PAGE_VALUE_TEXTS)
        gtk_widget_set_tooltip_text (row->widget, g_str_equal (property->name, "titles") ? _("One a line: old title=new title")
                                                                                          : _("One a line"));
      else
        gtk_widget_set_tooltip_text (row->widget,
                                     _("Fields stand for what the page knows: {title} {date} {scale} {crs} {page} {pages}"));
    }
  else
    atlas_layout_rows_add (GTK_WIDGET (self), title, row->widget);
}

static void
add_sides (AtlasElementRows *self)
{
  static const char *const titles[] = { N_("From the Left"), N_("From the Top"), N_("Width"), N_("Height") };
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  for (int i = 0; i < 4; i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *label = gtk_label_new (_(titles[i]));

      self->sides[i] = atlas_layout_spin_new (i < 2 ? -5000.0 : 1.0, 5000.0, 1.0, 1);
      gtk_widget_set_hexpand (self->sides[i], TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
      gtk_widget_add_css_class (label, "layout-note");
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->sides[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, _(titles[i]), -1);
      g_signal_connect_swapped (self->sides[i], "value-changed", G_CALLBACK (on_side), self);
      gtk_box_append (GTK_BOX (box), label);
      gtk_box_append (GTK_BOX (box), self->sides[i]);
      gtk_grid_attach (GTK_GRID (grid), box, i % 2, i / 2, 1, 1);
    }
  gtk_box_append (GTK_BOX (self), grid);
}

/* Filling them. */

static void
fill_text_view (Row       *row,
                AtlasPage *page)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (row->widget));
  g_autofree char *text = NULL, *before = NULL;
  GtkTextIter start, end;

  if (row->property->type == ATLAS_PAGE_VALUE_TEXTS)
    {
      g_auto (GStrv) texts = atlas_page_dup_texts (page, row->owner->id, row->property->name);

      text = g_strjoinv ("\n", texts);
    }
  else
    text = g_strdup (atlas_page_get_text (page, row->owner->id, row->property->name));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  before = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  /* A list that is being typed has lines that are not filled yet. */
  if (g_strcmp0 (text, before) != 0 && !(row->property->type == ATLAS_PAGE_VALUE_TEXTS && gtk_widget_has_focus (row->widget)))
    gtk_text_buffer_set_text (buffer, text, -1);
}

static void
fill_drop_down (Row        *row,
                const char *text)
{
  GListModel *model = gtk_drop_down_get_model (GTK_DROP_DOWN (row->widget));
  guint found = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (model, i);
      const char *name = row->property->type == ATLAS_PAGE_VALUE_CHOICE ? row->property->choices[i] : gtk_string_object_get_string (item);

      if (g_strcmp0 (name, text) == 0)
        found = i;
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (row->widget), found);
}

static void
fill (Row       *row,
      AtlasPage *page)
{
  const char *id = row->owner->id, *name = row->property->name;
  GdkRGBA color;

  if (GTK_IS_TEXT_VIEW (row->widget))
    fill_text_view (row, page);
  else if (GTK_IS_DROP_DOWN (row->widget))
    fill_drop_down (row, atlas_page_get_text (page, id, name));
  else if (GTK_IS_SWITCH (row->widget))
    gtk_switch_set_active (GTK_SWITCH (row->widget), atlas_page_get_boolean (page, id, name));
  else if (GTK_IS_SPIN_BUTTON (row->widget))
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (row->widget), atlas_page_get_number (page, id, name));
  else if (GTK_IS_COLOR_CHOOSER (row->widget))
    {
      if (gdk_rgba_parse (&color, atlas_page_get_text (page, id, name)))
        gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (row->widget), &color);
    }
  else if (GTK_IS_EDITABLE (row->widget))
    atlas_layout_set_text (GTK_EDITABLE (row->widget), atlas_page_get_text (page, id, name));
}

static void
on_page (AtlasElementRows *self)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const AtlasPageElement *element = self->id != NULL ? atlas_page_find_element (page, self->id) : NULL;
  const gboolean before = self->updating;

  if (element == NULL)
    return;
  self->updating = TRUE;
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->sides[0]), element->box.x);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->sides[1]), element->box.y);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->sides[2]), element->box.width);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->sides[3]), element->box.height);
  for (guint i = 0; i < self->rows->len; i++)
    fill (g_ptr_array_index (self->rows, i), page);
  self->updating = before;
}

static void
clear (AtlasElementRows *self)
{
  GtkWidget *child;

  self->updating = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
  g_ptr_array_set_size (self->rows, 0);
  self->updating = FALSE;
}

static void
on_chosen (AtlasElementRows *self)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const char *chosen = atlas_page_editor_get_chosen (self->editor);
  const AtlasPageElement *element = chosen != NULL ? atlas_page_find_element (page, chosen) : NULL;
  const AtlasPageProperty *properties;
  g_autofree char *title = NULL;
  gsize n;

  clear (self);
  g_free (self->id);
  self->id = element != NULL ? g_strdup (element->id) : NULL;
  if (element == NULL)
    {
      gtk_label_set_text (GTK_LABEL (atlas_layout_rows_add_note (GTK_WIDGET (self))),
                          _("Choose an element in the list or on the page to see what can be changed."));
      return;
    }
  title = atlas_element_dup_title (page, element);
  atlas_layout_rows_add_heading (GTK_WIDGET (self), title);
  self->updating = TRUE;
  properties = atlas_page_kind_get_properties (element->kind, &n);
  for (gsize i = 0; i < n; i++)
    if (is_shown (self, element->kind, &properties[i]))
      add_property (self, &properties[i]);
  atlas_layout_rows_add_heading (GTK_WIDGET (self), _("Place and Size in Millimetres"));
  add_sides (self);
  self->updating = FALSE;
  on_page (self);
}

gboolean
atlas_element_rows_edit (AtlasElementRows *self)
{
  g_return_val_if_fail (ATLAS_IS_ELEMENT_ROWS (self), FALSE);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = g_ptr_array_index (self->rows, i);

      if (g_str_equal (row->property->name, "text") || g_str_equal (row->property->name, "title"))
        return gtk_widget_grab_focus (row->widget);
    }
  return FALSE;
}

static void
atlas_element_rows_dispose (GObject *object)
{
  AtlasElementRows *self = ATLAS_ELEMENT_ROWS (object);

  /* A control that loses the focus while it goes must not change the page. */
  self->updating = TRUE;
  g_clear_object (&self->editor);
  g_clear_object (&self->project);
  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (atlas_element_rows_parent_class)->dispose (object);
}

static void
atlas_element_rows_finalize (GObject *object)
{
  g_ptr_array_unref (ATLAS_ELEMENT_ROWS (object)->rows);
  G_OBJECT_CLASS (atlas_element_rows_parent_class)->finalize (object);
}

static void
atlas_element_rows_class_init (AtlasElementRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = atlas_element_rows_dispose;
  G_OBJECT_CLASS (klass)->finalize = atlas_element_rows_finalize;
}

static void
atlas_element_rows_init (AtlasElementRows *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_free);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "layout-rows");
}

GtkWidget *
atlas_element_rows_new (AtlasPageEditor *editor,
                        AtlasProject    *project)
{
  AtlasElementRows *self = g_object_new (ATLAS_TYPE_ELEMENT_ROWS, NULL);

  self->editor = g_object_ref (editor);
  self->project = g_object_ref (project);
  g_signal_connect_object (editor, "changed", G_CALLBACK (on_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  on_chosen (self);
  return GTK_WIDGET (self);
}
