<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source> dB</source>
        <translation> dB</translation>
    </message>
    <message>
        <source> kbit/s</source>
        <translation> kbit/s</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message numerus="yes">
        <source>%n classes</source>
        <comment>1 class</comment>
        <translation>
            <numerusform>%n Klasse</numerusform>
            <numerusform>%n Klassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dropped/min</source>
        <translation>
            <numerusform>%n verworfen/min</numerusform>
            <numerusform>%n verworfen/min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <comment>1 file</comment>
        <translation>
            <numerusform>%n Datei</numerusform>
            <numerusform>%n Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frames dropped so far:</source>
        <comment>1 frame dropped so far:</comment>
        <translation>
            <numerusform>Bisher %n Bild verworfen:</numerusform>
            <numerusform>Bisher %n Bilder verworfen:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frames processed</source>
        <comment>1 frame processed</comment>
        <translation>
            <numerusform>%n Bild verarbeitet</numerusform>
            <numerusform>%n Bilder verarbeitet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n layers</source>
        <comment>1 layer</comment>
        <translation>
            <numerusform>%n Schicht</numerusform>
            <numerusform>%n Schichten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>A camera of this computer, by its number, name or device.</source>
        <translation>Eine Kamera dieses Computers: Nummer, Name oder Gerät.</translation>
    </message>
    <message>
        <source>A lower number looks better and makes a larger file</source>
        <translation>Eine kleinere Zahl sieht besser aus und macht die Datei größer</translation>
    </message>
    <message>
        <source>A moving image that needs no file or camera</source>
        <translation>Ein bewegtes Bild, das weder Datei noch Kamera braucht</translation>
    </message>
    <message>
        <source>A moving test card of any size and rate.</source>
        <translation>Ein bewegtes Testbild in beliebiger Größe und Bildrate.</translation>
    </message>
    <message>
        <source>A network camera, a stream, or a video on a web server.</source>
        <translation>Eine Netzwerkkamera, ein Stream oder ein Video auf einem Webserver.</translation>
    </message>
    <message>
        <source>A part of the screen</source>
        <translation>Ein Teil des Bildschirms</translation>
    </message>
    <message>
        <source>A rule does something when something happens: add one.</source>
        <translation>Eine Regel tut etwas, wenn etwas geschieht: fügen Sie eine hinzu.</translation>
    </message>
    <message>
        <source>A screen, a part of it, or a window, as it is seen.</source>
        <translation>Ein Bildschirm, ein Teil davon oder ein Fenster, wie man es sieht.</translation>
    </message>
    <message>
        <source>A short clip of a wall of photographs, to see what detections look like</source>
        <translation>Ein kurzer Clip von einer Wand voller Fotos, um zu sehen, wie Erkennungen aussehen</translation>
    </message>
    <message>
        <source>A stream begins with {network}. Other sources begin with {others}. A path or the number of a camera works too.</source>
        <translation>Ein Stream beginnt mit {network}. Andere Quellen beginnen mit {others}. Ein Pfad oder die Nummer einer Kamera geht auch.</translation>
    </message>
    <message>
        <source>A webcam or another video device of this computer</source>
        <translation>Eine Webcam oder ein anderes Videogerät dieses Computers</translation>
    </message>
    <message>
        <source>AP50 on the COCO test images in percent: higher is better</source>
        <translation>AP50 auf den COCO-Testbildern in Prozent: Höher ist besser</translation>
    </message>
    <message>
        <source>About yolocam</source>
        <translation>Über yolocam</translation>
    </message>
    <message>
        <source>Above 0 the sound comes later, for cameras whose images come late</source>
        <translation>Über 0 kommt der Ton später, für Kameras, deren Bilder spät kommen</translation>
    </message>
    <message>
        <source>Above 0 the sound is louder, below softer</source>
        <translation>Über 0 ist der Ton lauter, darunter leiser</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Accuracy is AP50 on the COCO test images, in percent: it rises with every object found and falls with every wrong detection. The best models of this kind reach about 70.</source>
        <translation>Die Genauigkeit ist AP50 auf den COCO-Testbildern in Prozent: Sie steigt mit jedem gefundenen Objekt und fällt mit jeder falschen Erkennung. Die besten Modelle dieser Art erreichen etwa 70.</translation>
    </message>
    <message>
        <source>Accuracy {ap50} on COCO</source>
        <translation>Genauigkeit {ap50} auf COCO</translation>
    </message>
    <message>
        <source>Add a model: choose its .cfg and .weights files</source>
        <translation>Modell hinzufügen: seine Dateien .cfg und .weights auswählen</translation>
    </message>
    <message>
        <source>Add a model: choose its folder</source>
        <translation>Modell hinzufügen: seinen Ordner auswählen</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>Regel hinzufügen</translation>
    </message>
    <message>
        <source>Add a rule…</source>
        <translation>Regel hinzufügen …</translation>
    </message>
    <message>
        <source>Add an action</source>
        <translation>Aktion hinzufügen</translation>
    </message>
    <message>
        <source>Add as own model</source>
        <translation>Als eigenes Modell hinzufügen</translation>
    </message>
    <message>
        <source>Add own model…</source>
        <translation>Eigenes Modell hinzufügen …</translation>
    </message>
    <message>
        <source>Add your own model: its .cfg and .weights files, or their folder</source>
        <translation>Eigenes Modell hinzufügen: seine Dateien .cfg und .weights oder deren Ordner</translation>
    </message>
    <message>
        <source>Added {model}</source>
        <translation>{model} hinzugefügt</translation>
    </message>
    <message>
        <source>Added {model} with {classes}</source>
        <translation>{model} hinzugefügt, mit {classes}</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>All but {name}</source>
        <translation>Alle außer {name}</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>All sources</source>
        <translation>Alle Quellen</translation>
    </message>
    <message>
        <source>All {total} shown</source>
        <translation>Alle {total} angezeigt</translation>
    </message>
    <message>
        <source>Also saves the film, or the images, with boxes and labels as they look now.</source>
        <translation>Speichert auch den Film oder die Bilder mit Kästen und Beschriftungen, wie sie jetzt aussehen.</translation>
    </message>
    <message>
        <source>An image comes: {0} × {1} pixels</source>
        <translation>Es kommt ein Bild: {0} × {1} Pixel</translation>
    </message>
    <message>
        <source>An image that shows when each class was there.</source>
        <translation>Ein Bild, das zeigt, wann jede Klasse zu sehen war.</translation>
    </message>
    <message>
        <source>An image that shows where objects were, and how long, over the first frame.</source>
        <translation>Ein Bild, das über dem ersten Bild zeigt, wo Objekte waren und wie lange.</translation>
    </message>
    <message>
        <source>Any file that FFmpeg can read (Ctrl+O)</source>
        <translation>Jede Datei, die FFmpeg lesen kann (Strg+O)</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Ausschnitt</translation>
    </message>
    <message>
        <source>Area {number}</source>
        <translation>Fläche {number}</translation>
    </message>
    <message>
        <source>Areas and lines are drawn under “Tracking and regions”</source>
        <translation>Bereiche und Linien werden unter „Verfolgung und Bereiche“ gezeichnet</translation>
    </message>
    <message>
        <source>As fast as possible</source>
        <translation>So schnell wie möglich</translation>
    </message>
    <message>
        <source>As in Darknet</source>
        <translation>Wie in Darknet</translation>
    </message>
    <message>
        <source>As in the tutorials</source>
        <translation>Wie in den Tutorials</translation>
    </message>
    <message>
        <source>As the source</source>
        <translation>Wie die Quelle</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Back 5 seconds</source>
        <translation>5 Sekunden zurück</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Base resolution</source>
        <translation>Auflösung der Quelle</translation>
    </message>
    <message>
        <source>Best quality</source>
        <translation>Beste Qualität</translation>
    </message>
    <message>
        <source>Better: {model}</source>
        <translation>Besser: {model}</translation>
    </message>
    <message>
        <source>Better: {model}…</source>
        <translation>Besser: {model} …</translation>
    </message>
    <message>
        <source>Billions of operations for one image: lower is faster</source>
        <translation>Milliarden Rechenschritte für ein Bild: Weniger ist schneller</translation>
    </message>
    <message>
        <source>Bitrate</source>
        <translation>Bitrate</translation>
    </message>
    <message>
        <source>Both, in two files</source>
        <translation>Beides, in zwei Dateien</translation>
    </message>
    <message>
        <source>Box colours, one for each class.</source>
        <translation>Farben der Boxen, eine für jede Klasse.</translation>
    </message>
    <message>
        <source>Broker</source>
        <translation>Broker</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen …</translation>
    </message>
    <message>
        <source>ByteTrack also follows an object while it is found with little confidence; OC-SORT takes one that comes back to have gone straight.</source>
        <translation>ByteTrack folgt einem Objekt auch, solange es nur unsicher erkannt wird; OC-SORT nimmt an, dass eines, das wiederkommt, geradeaus gegangen ist.</translation>
    </message>
    <message>
        <source>COCO results</source>
        <translation>COCO-Ergebnisse</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Camera {number}</source>
        <translation>Kamera {number}</translation>
    </message>
    <message>
        <source>Cameras and screens have no sound of their own: choose an input for them</source>
        <translation>Kameras und Bildschirme haben keinen eigenen Ton: dafür einen Eingang wählen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel opening</source>
        <translation>Öffnen abbrechen</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Capture part of the screen…</source>
        <translation>Teil des Bildschirms aufnehmen …</translation>
    </message>
    <message>
        <source>Capture the screen</source>
        <translation>Bildschirm aufnehmen</translation>
    </message>
    <message>
        <source>Change a rule</source>
        <translation>Regel ändern</translation>
    </message>
    <message>
        <source>Change the selected rule (Enter)</source>
        <translation>Die gewählte Regel ändern (Eingabe)</translation>
    </message>
    <message>
        <source>Changes to the rules of {file} last until the window closes; Export keeps them.</source>
        <translation>Änderungen an den Regeln aus {file} gelten, bis das Fenster schließt; Exportieren bewahrt sie auf.</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern …</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Check of {model}</source>
        <translation>Prüfung von {model}</translation>
    </message>
    <message numerus="yes">
        <source>Check reports %n warnings</source>
        <comment>Check reports 1 warning</comment>
        <translation>
            <numerusform>Prüfung meldet %n Warnung</numerusform>
            <numerusform>Prüfung meldet %n Warnungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Check whether its files fit together, and show its layers</source>
        <translation>Prüfen, ob die Dateien zusammenpassen, und die Schichten zeigen</translation>
    </message>
    <message>
        <source>Checking {file}…</source>
        <translation>{file} wird geprüft …</translation>
    </message>
    <message>
        <source>Choose a class of the network, or type several with commas between them</source>
        <translation>Wählen Sie eine Klasse des Netzes, oder tippen Sie mehrere, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>Datei wählen</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Choose a format.</source>
        <translation>Wählen Sie ein Format.</translation>
    </message>
    <message>
        <source>Choose a part of the screen</source>
        <translation>Einen Teil des Bildschirms wählen</translation>
    </message>
    <message>
        <source>Choose a tool and draw on the image: who crosses a line is counted.</source>
        <translation>Werkzeug wählen und auf das Bild zeichnen: Wer eine Linie überquert, wird gezählt.</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>Anderen Ordner wählen</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>Anderen Ordner wählen …</translation>
    </message>
    <message>
        <source>Choose its weights on this computer: they are compared with the published ones, and taken</source>
        <translation>Seine Gewichte auf diesem Computer wählen: Sie werden mit den veröffentlichten verglichen und übernommen</translation>
    </message>
    <message>
        <source>Choose the .cfg and .weights files, and the .names file if there is one</source>
        <translation>Die Dateien .cfg und .weights auswählen, und .names, falls vorhanden</translation>
    </message>
    <message>
        <source>Choose the folder for recordings</source>
        <translation>Ordner für Aufnahmen auswählen</translation>
    </message>
    <message>
        <source>Choose the folder with the files of the model</source>
        <translation>Den Ordner mit den Dateien des Modells auswählen</translation>
    </message>
    <message>
        <source>Choose what the window shows</source>
        <translation>Auswählen, was das Fenster zeigt</translation>
    </message>
    <message>
        <source>Choose “As fast as possible” for it.</source>
        <translation>Wählen Sie dafür „So schnell wie möglich“.</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Klar</translation>
    </message>
    <message>
        <source>Clear recent</source>
        <translation>Zuletzt Geöffnetes vergessen</translation>
    </message>
    <message>
        <source>Click a row to go to this moment of a file</source>
        <translation>Ein Klick auf eine Zeile führt zu diesem Moment einer Datei</translation>
    </message>
    <message>
        <source>Click the corners of an area; a double click closes it</source>
        <translation>Ecken einer Fläche anklicken; ein Doppelklick schließt sie</translation>
    </message>
    <message>
        <source>Click to see milliseconds or the number of the frame</source>
        <translation>Klicken zeigt Millisekunden oder die Nummer des Bildes</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>Clip</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close the video, image or camera that is open</source>
        <translation>Geöffnetes Video, Bild oder geöffnete Kamera schließen</translation>
    </message>
    <message>
        <source>Close this report (Esc)</source>
        <translation>Diesen Bericht schließen (Esc)</translation>
    </message>
    <message>
        <source>Closing…</source>
        <translation>Wird geschlossen …</translation>
    </message>
    <message>
        <source>Codec</source>
        <translation>Codec</translation>
    </message>
    <message>
        <source>Colour boxes by class or, with tracking, by object.</source>
        <translation>Rahmen nach Klasse färben oder, bei Verfolgung, nach Objekt.</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>Farbe nach</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbinden …</translation>
    </message>
    <message>
        <source>Constant quality</source>
        <translation>Gleichbleibende Qualität</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Dateiformat</translation>
    </message>
    <message>
        <source>Continue where it stopped</source>
        <translation>Fortsetzen, wo es aufgehört hat</translation>
    </message>
    <message>
        <source>Controls</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Copy the selected rule (Ctrl+D)</source>
        <translation>Die gewählte Regel kopieren (Strg+D)</translation>
    </message>
    <message>
        <source>Copy the versions, for a report</source>
        <translation>Die Versionen für einen Bericht kopieren</translation>
    </message>
    <message>
        <source>Copy the whole report as plain text</source>
        <translation>Den ganzen Bericht als reinen Text kopieren</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Zählen</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>Zählungen</translation>
    </message>
    <message>
        <source>Counts the objects that enter the area, leave it, and are in it</source>
        <translation>Zählt die Objekte, die den Bereich betreten, verlassen und in ihm sind</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Custom server</source>
        <translation>Eigener Server</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Darknet models</source>
        <translation>Darknet-Modelle</translation>
    </message>
    <message>
        <source>Darknet weights</source>
        <translation>Darknet-Gewichte</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>Verzögerung</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete its files from this computer (Delete)</source>
        <translation>Die Dateien von diesem Computer löschen (Entf)</translation>
    </message>
    <message>
        <source>Delete the files of {model}</source>
        <translation>Die Dateien von {model} löschen</translation>
    </message>
    <message>
        <source>Delete the selected region (Del)</source>
        <translation>Ausgewählten Bereich löschen (Entf)</translation>
    </message>
    <message>
        <source>Delete the selected rule (Del)</source>
        <translation>Die gewählte Regel löschen (Entf)</translation>
    </message>
    <message>
        <source>Delete {model} ({size}) from this computer?</source>
        <translation>{model} ({size}) von diesem Computer löschen?</translation>
    </message>
    <message>
        <source>Detect only here</source>
        <translation>Nur hier erkennen</translation>
    </message>
    <message>
        <source>Detected only here</source>
        <translation>Nur hier erkannt</translation>
    </message>
    <message>
        <source>Detection</source>
        <translation>Erkennung</translation>
    </message>
    <message>
        <source>Detects objects in videos, images and cameras, on this computer alone.</source>
        <translation>Erkennt Objekte in Videos, Bildern und Kameras, allein auf diesem Computer.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>Diese Meldung ausblenden</translation>
    </message>
    <message>
        <source>Distance between two positions of a pattern: 2 halves the image</source>
        <translation>Abstand zweier Positionen eines Musters: 2 halbiert das Bild</translation>
    </message>
    <message>
        <source>Do not delete it</source>
        <translation>Nicht löschen</translation>
    </message>
    <message>
        <source>Double-click to give it another name</source>
        <translation>Doppelklick, um ihn umzubenennen</translation>
    </message>
    <message>
        <source>Double-click to reset it to {default}.</source>
        <translation>Doppelklick setzt auf {default} zurück.</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Download failed</source>
        <translation>Download fehlgeschlagen</translation>
    </message>
    <message>
        <source>Download from {hosts}</source>
        <translation>Download von {hosts}</translation>
    </message>
    <message>
        <source>Download it first</source>
        <translation>Zuerst herunterladen</translation>
    </message>
    <message>
        <source>Download it to this computer (Enter)</source>
        <translation>Auf diesen Computer herunterladen (Eingabe)</translation>
    </message>
    <message>
        <source>Download models, add your own, and check their files</source>
        <translation>Modelle herunterladen, eigene hinzufügen und ihre Dateien prüfen</translation>
    </message>
    <message>
        <source>Download models, or add your own (Ctrl+L)</source>
        <translation>Modelle herunterladen oder eigene hinzufügen (Strg+L)</translation>
    </message>
    <message>
        <source>Drag a line over the image; its arrow shows which way is in</source>
        <translation>Linie über das Bild ziehen; ihr Pfeil zeigt, welche Richtung als hinein zählt</translation>
    </message>
    <message>
        <source>Drag an area over the image</source>
        <translation>Fläche über das Bild ziehen</translation>
    </message>
    <message>
        <source>Drag over the screen…</source>
        <translation>Über den Bildschirm ziehen …</translation>
    </message>
    <message>
        <source>Drag over what is to be captured. Enter takes the whole screen, Esc cancels.</source>
        <translation>Über das ziehen, was aufgenommen werden soll. Eingabe nimmt den ganzen Bildschirm, Esc bricht ab.</translation>
    </message>
    <message>
        <source>Draw a line first</source>
        <translation>Zuerst eine Linie zeichnen</translation>
    </message>
    <message>
        <source>Draw a line or an area: what happens there is listed here</source>
        <translation>Eine Linie oder einen Bereich zeichnen: was dort geschieht, steht dann hier</translation>
    </message>
    <message>
        <source>Draw the recent path of each tracked object.</source>
        <translation>Den letzten Weg jedes verfolgten Objekts zeichnen.</translation>
    </message>
    <message>
        <source>Drop a box that overlaps a better one of its class by more than this.</source>
        <translation>Boxen verwerfen, die eine bessere derselben Klasse stärker überlappen.</translation>
    </message>
    <message>
        <source>Drop to add the model</source>
        <translation>Loslassen, um das Modell hinzuzufügen</translation>
    </message>
    <message>
        <source>Drop to open</source>
        <translation>Loslassen, um zu öffnen</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>Verworfen</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>Encoder</translation>
    </message>
    <message>
        <source>Encodes for two seconds, and chooses what leaves room for the detector</source>
        <translation>Kodiert zwei Sekunden lang und wählt, was dem Detektor genug Leistung lässt</translation>
    </message>
    <message>
        <source>Encrypted (TLS)</source>
        <translation>Verschlüsselt (TLS)</translation>
    </message>
    <message>
        <source>End here; what was saved so far stays</source>
        <translation>Hier beenden; was bisher gespeichert ist, bleibt</translation>
    </message>
    <message>
        <source>End the stream</source>
        <translation>Stream beenden</translation>
    </message>
    <message>
        <source>Ending…</source>
        <translation>Wird beendet …</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>Entered</source>
        <translation>Betreten</translation>
    </message>
    <message>
        <source>Entry of the keyring</source>
        <translation>Eintrag des Schlüsselbunds</translation>
    </message>
    <message>
        <source>Environment variable</source>
        <translation>Umgebungsvariable</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Every class is shown.</source>
        <translation>Alle Klassen werden gezeigt.</translation>
    </message>
    <message>
        <source>Every frame</source>
        <translation>Jedes Bild</translation>
    </message>
    <message>
        <source>Exchange the two directions of the selected line</source>
        <translation>Die beiden Richtungen der ausgewählten Linie tauschen</translation>
    </message>
    <message>
        <source>Export rules…</source>
        <translation>Regeln exportieren …</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Schneller</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>File or folder</source>
        <translation>Datei oder Ordner</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Files missing</source>
        <translation>Dateien fehlen</translation>
    </message>
    <message>
        <source>Film or images with boxes painted in</source>
        <translation>Film oder Bilder mit gezeichneten Kästen</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Find the video…</source>
        <translation>Video suchen …</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Finishing the recording…</source>
        <translation>Aufnahme wird abgeschlossen …</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Zuerst</translation>
    </message>
    <message>
        <source>First seen</source>
        <translation>Zuerst gesehen</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassung</translation>
    </message>
    <message>
        <source>Fold or unfold {section}</source>
        <translation>„{section}“ ein- oder ausklappen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Folgen</translation>
    </message>
    <message>
        <source>Follow objects, draw lines and areas, and count who crosses and enters</source>
        <translation>Objekte verfolgen, Linien und Flächen zeichnen und zählen, wer sie überquert und betritt</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>For your own cameras, which often sign their own certificate: who can get in between sees the password and the images</source>
        <translation>Für eigene Kameras, die ihr Zertifikat oft selbst ausstellen: Wer sich dazwischen schalten kann, sieht Passwort und Bilder</translation>
    </message>
    <message>
        <source>Forget what was opened</source>
        <translation>Vergessen, was geöffnet wurde</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>Formate</translation>
    </message>
    <message>
        <source>Forward 5 seconds</source>
        <translation>5 Sekunden vor</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Bildrate</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Frames per second</source>
        <translation>Bilder pro Sekunde</translation>
    </message>
    <message>
        <source>Frames per second, at most</source>
        <translation>Höchstens Bilder pro Sekunde</translation>
    </message>
    <message>
        <source>Frames per second: {captured} captured, {inferred} inferred, {shown} shown.</source>
        <translation>Bilder pro Sekunde: {captured} erfasst, {inferred} verarbeitet, {shown} angezeigt.</translation>
    </message>
    <message>
        <source>Free disk space: {size}</source>
        <translation>Freier Speicherplatz: {size}</translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation>Aus einem Ordner …</translation>
    </message>
    <message>
        <source>From files…</source>
        <translation>Aus Dateien …</translation>
    </message>
    <message>
        <source>From its first to its last image</source>
        <translation>Vom ersten bis zum letzten Bild</translation>
    </message>
    <message>
        <source>From now on the last {seconds} seconds are kept: press again to save them</source>
        <translation>Ab jetzt werden die letzten {seconds} Sekunden behalten: noch einmal drücken, um sie zu speichern</translation>
    </message>
    <message>
        <source>From the capture of a frame until it is on the screen.</source>
        <translation>Von der Erfassung eines Bildes bis zur Anzeige auf dem Bildschirm.</translation>
    </message>
    <message>
        <source>From the page of your channel</source>
        <translation>Von der Seite Ihres Kanals</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>GFLOPs</source>
        <translation>GFLOPs</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Verstärkung</translation>
    </message>
    <message>
        <source>Getting the model ready…</source>
        <translation>Modell wird vorbereitet …</translation>
    </message>
    <message>
        <source>Give each object a number that it keeps from frame to frame</source>
        <translation>Jedem Objekt eine Nummer geben, die es von Bild zu Bild behält</translation>
    </message>
    <message>
        <source>Give each object a number that it keeps from frame to frame.</source>
        <translation>Gibt jedem Objekt eine Nummer, die es von Bild zu Bild behält.</translation>
    </message>
    <message>
        <source>Go live</source>
        <translation>Live gehen</translation>
    </message>
    <message>
        <source>Go live…</source>
        <translation>Live gehen …</translation>
    </message>
    <message>
        <source>Go to end</source>
        <translation>Zum Ende</translation>
    </message>
    <message>
        <source>Go to start</source>
        <translation>Zum Anfang</translation>
    </message>
    <message>
        <source>Go to where one of the chosen classes next appears in what was seen so far</source>
        <translation>Springt dorthin, wo eine der gewählten Klassen als Nächstes auftritt, soweit schon gesehen</translation>
    </message>
    <message>
        <source>Go to where something next crosses a line, enters or leaves an area, in what was seen so far</source>
        <translation>Dorthin springen, wo in dem bisher Gesehenen als Nächstes etwas eine Linie überquert, einen Bereich betritt oder verlässt</translation>
    </message>
    <message>
        <source>Goes through the file beside the window, with the settings and the tracking of this moment; otherwise the film is played once.</source>
        <translation>Geht die Datei neben dem Fenster durch, mit den jetzigen Einstellungen und der jetzigen Verfolgung; sonst wird der Film einmal abgespielt.</translation>
    </message>
    <message>
        <source>Graphics card, if it can</source>
        <translation>Grafikkarte, wenn sie es kann</translation>
    </message>
    <message>
        <source>Half take less than {p50} ms, 95 % less than {p95} ms.</source>
        <translation>Die Hälfte braucht unter {p50} ms, 95 % unter {p95} ms.</translation>
    </message>
    <message>
        <source>Have something done when something happens: save a clip, send a message</source>
        <translation>Etwas tun lassen, wenn etwas geschieht: einen Clip sichern, eine Nachricht senden</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Wärmekarte</translation>
    </message>
    <message>
        <source>Hidden in the image</source>
        <translation>Im Bild verborgen</translation>
    </message>
    <message>
        <source>Hide detections less confident than this.</source>
        <translation>Erkennungen mit geringerer Konfidenz ausblenden.</translation>
    </message>
    <message>
        <source>Hide every class, then tick the ones you want</source>
        <translation>Alle Klassen ausblenden, um dann die gewünschten anzuhaken</translation>
    </message>
    <message>
        <source>Hide in the image</source>
        <translation>Im Bild ausblenden</translation>
    </message>
    <message>
        <source>Hide {name}</source>
        <translation>{name} ausblenden</translation>
    </message>
    <message>
        <source>How a frame fits into the network&apos;s input: letterbox keeps its proportions, stretch fills the input, auto does what the model was trained with.</source>
        <translation>Wie ein Bild in die Eingabe des Netzes passt: „Letterbox“ erhält das Seitenverhältnis, „Strecken“ füllt die Eingabe, „Auto“ macht es wie beim Training des Modells.</translation>
    </message>
    <message>
        <source>How fast the file plays ([ slower, ] faster)</source>
        <translation>Abspielgeschwindigkeit ([ langsamer, ] schneller)</translation>
    </message>
    <message>
        <source>How large the labels are; auto suits the image.</source>
        <translation>Wie groß die Beschriftungen sind; „Auto“ richtet sich nach dem Bild.</translation>
    </message>
    <message>
        <source>How long those that left the area had been in it</source>
        <translation>Wie lange die, die die Fläche verlassen haben, darin waren</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Wie viele</translation>
    </message>
    <message>
        <source>How many of each class entered and left each region and crossed each line, as CSV.</source>
        <translation>Wie viele jeder Klasse jeden Bereich betreten und verlassen und jede Linie überquert haben, als CSV.</translation>
    </message>
    <message>
        <source>I have the file…</source>
        <translation>Ich habe die Datei …</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Images are never dropped.</source>
        <translation>Bilder werden nie verworfen.</translation>
    </message>
    <message>
        <source>Images have no frame rate.</source>
        <translation>Bilder haben keine Bildrate.</translation>
    </message>
    <message>
        <source>Images, videos and folders of them.</source>
        <translation>Bilder, Videos und Ordner damit.</translation>
    </message>
    <message>
        <source>Import rules</source>
        <translation>Regeln importieren</translation>
    </message>
    <message>
        <source>Import rules…</source>
        <translation>Regeln importieren …</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Hinein</translation>
    </message>
    <message>
        <source>In how many frames, when and how confidently each class was found; .csv, .json or .txt.</source>
        <translation>In wie vielen Bildern, wann und mit welcher Konfidenz jede Klasse gefunden wurde; .csv, .json oder .txt.</translation>
    </message>
    <message>
        <source>In the film</source>
        <translation>Im Film</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Verwendung</translation>
    </message>
    <message>
        <source>In view</source>
        <translation>Im Bild</translation>
    </message>
    <message>
        <source>Included</source>
        <translation>Enthalten</translation>
    </message>
    <message>
        <source>Inference</source>
        <translation>Inferenz</translation>
    </message>
    <message>
        <source>Input {size}, {colours}, {fit}</source>
        <translation>Eingabe {size}, {colours}, {fit}</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>Eingaben</translation>
    </message>
    <message>
        <source>Inside now</source>
        <translation>Jetzt darin</translation>
    </message>
    <message numerus="yes">
        <source>It detects %n classes.</source>
        <comment>It detects 1 class.</comment>
        <translation>
            <numerusform>Es erkennt %n Klasse.</numerusform>
            <numerusform>Es erkennt %n Klassen.</numerusform>
        </translation>
    </message>
    <message>
        <source>It goes into this system&apos;s keyring. Rules and their files hold only its name.</source>
        <translation>Es kommt in den Schlüsselbund dieses Systems. Regeln und ihre Dateien enthalten nur seinen Namen.</translation>
    </message>
    <message>
        <source>It has to be downloaded first ({size}).</source>
        <translation>Es muss erst heruntergeladen werden ({size}).</translation>
    </message>
    <message>
        <source>It holds at once, also while something is recorded or streamed.</source>
        <translation>Es gilt sofort, auch während etwas aufgenommen oder gestreamt wird.</translation>
    </message>
    <message>
        <source>It is already on this computer</source>
        <translation>Es ist schon auf diesem Computer</translation>
    </message>
    <message>
        <source>It is being downloaded</source>
        <translation>Es wird heruntergeladen</translation>
    </message>
    <message>
        <source>It is being prepared</source>
        <translation>Es wird vorbereitet</translation>
    </message>
    <message>
        <source>It is being tested.</source>
        <translation>Wird gerade geprüft.</translation>
    </message>
    <message>
        <source>It is not on this computer</source>
        <translation>Es ist nicht auf diesem Computer</translation>
    </message>
    <message>
        <source>It is part of yolocam</source>
        <translation>Es gehört zu yolocam</translation>
    </message>
    <message>
        <source>It was put there by hand: remove its file by hand</source>
        <translation>Es wurde von Hand abgelegt: die Datei von Hand entfernen</translation>
    </message>
    <message>
        <source>Its name, such as broker</source>
        <translation>Sein Name, etwa broker</translation>
    </message>
    <message>
        <source>Its weights ({size}) are not on this computer</source>
        <translation>Seine Gewichte ({size}) sind nicht auf diesem Computer</translation>
    </message>
    <message>
        <source>Its weights are not on this computer</source>
        <translation>Seine Gewichte sind nicht auf diesem Computer</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Keep a secret</source>
        <translation>Geheimnis aufbewahren</translation>
    </message>
    <message>
        <source>Keep a secret…</source>
        <translation>Geheimnis aufbewahren …</translation>
    </message>
    <message>
        <source>Keep at most this many detections in one image.</source>
        <translation>Höchstens so viele Erkennungen in einem Bild behalten.</translation>
    </message>
    <message>
        <source>Keep candidates for other thresholds</source>
        <translation>Kandidaten für andere Schwellen behalten</translation>
    </message>
    <message>
        <source>Keep every frame</source>
        <translation>Jedes Bild behalten</translation>
    </message>
    <message>
        <source>Keep the key in this system&apos;s keyring</source>
        <translation>Schlüssel im Schlüsselbund des Systems behalten</translation>
    </message>
    <message>
        <source>Keep the last message</source>
        <translation>Letzte Nachricht behalten</translation>
    </message>
    <message>
        <source>Keep the last seconds of what is shown</source>
        <translation>Die letzten Sekunden des Gezeigten behalten</translation>
    </message>
    <message>
        <source>Keep the last {seconds} seconds</source>
        <translation>Die letzten {seconds} Sekunden behalten</translation>
    </message>
    <message>
        <source>Keep {seconds} s</source>
        <translation>{seconds} s behalten</translation>
    </message>
    <message>
        <source>Kept now: {seconds} s, {size}</source>
        <translation>Jetzt behalten: {seconds} s, {size}</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Label size</source>
        <translation>Größe der Beschriftung</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Beschriftung</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>Groß</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Layer {layer} ({type}): {grid} cells of {stride} pixels, receptive field {field}; anchors {anchors}</source>
        <translation>Schicht {layer} ({type}): {grid} Zellen zu {stride} Pixeln, rezeptives Feld {field}; Anker {anchors}</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>Layers whose output it takes</source>
        <translation>Schichten, deren Ausgabe sie nimmt</translation>
    </message>
    <message>
        <source>Least confidence</source>
        <translation>Kleinste Konfidenz</translation>
    </message>
    <message>
        <source>Leave full screen, cancel, dismiss</source>
        <translation>Vollbild verlassen, abbrechen, ausblenden</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>Leave out what comes now; the recording goes on in the same file</source>
        <translation>Lässt aus, was jetzt kommt; die Aufnahme geht in derselben Datei weiter</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Left and right, from -60 to 0 dB. Speech should reach -18 to -6 dB.</source>
        <translation>Links und rechts, von -60 bis 0 dB. Sprache sollte -18 bis -6 dB erreichen.</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Let the sound be heard (Shift+M)</source>
        <translation>Ton hören lassen (Umschalt+M)</translation>
    </message>
    <message>
        <source>Letterbox</source>
        <translation>Letterbox</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Pegel</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Linie</translation>
    </message>
    <message>
        <source>Line of the cfg file where the layer begins</source>
        <translation>Zeile der cfg-Datei, in der die Schicht beginnt</translation>
    </message>
    <message>
        <source>Line width</source>
        <translation>Linienbreite</translation>
    </message>
    <message>
        <source>Line {number}</source>
        <translation>Linie {number}</translation>
    </message>
    <message>
        <source>List every class, or those that were seen</source>
        <translation>Alle Klassen zeigen oder nur die gesehenen</translation>
    </message>
    <message>
        <source>Listed once a model is ready</source>
        <translation>Liste erscheint mit dem Modell</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>Listen</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Live, {rate} Mbit/s</source>
        <translation>Live, {rate} Mbit/s</translation>
    </message>
    <message>
        <source>Live, {rate} Mbit/s, {share} lost</source>
        <translation>Live, {rate} Mbit/s, {share} verloren</translation>
    </message>
    <message>
        <source>Load regions</source>
        <translation>Bereiche laden</translation>
    </message>
    <message>
        <source>Load regions…</source>
        <translation>Bereiche laden …</translation>
    </message>
    <message>
        <source>Log line</source>
        <translation>Protokollzeile</translation>
    </message>
    <message>
        <source>Log: none is kept. {command} shows one in the terminal.</source>
        <translation>Protokoll: Es wird keines aufbewahrt. {command} zeigt eines im Terminal.</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Looking for cameras…</source>
        <translation>Kameras werden gesucht …</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Lost: {network} frames by the network, {encoder} by the encoder, {share} of all</source>
        <translation>Verloren: {network} Bilder durch das Netz, {encoder} durch den Encoder, {share} von allen</translation>
    </message>
    <message>
        <source>Louder</source>
        <translation>Lauter</translation>
    </message>
    <message>
        <source>MOT</source>
        <translation>MOT</translation>
    </message>
    <message>
        <source>MQTT</source>
        <translation>MQTT</translation>
    </message>
    <message>
        <source>Makes the area unrecognisable here, in recordings, snapshots and streams, whatever is in it</source>
        <translation>Macht den Bereich unkenntlich, hier, in Aufnahmen, Momentaufnahmen und Streams, was immer darin ist</translation>
    </message>
    <message>
        <source>Max detections</source>
        <translation>Max. Anzahl</translation>
    </message>
    <message>
        <source>Mean stay</source>
        <translation>Mittlere Verweildauer</translation>
    </message>
    <message>
        <source>Measured when the model ran on this computer, otherwise estimated from its GFLOPs</source>
        <translation>Gemessen, als das Modell auf diesem Computer lief, sonst aus seinen GFLOPs geschätzt</translation>
    </message>
    <message>
        <source>Memory, at most</source>
        <translation>Speicher, höchstens</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Spiegeln</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>Mono</source>
        <translation>Einfarbig</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>More models…</source>
        <translation>Weitere Modelle …</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Mute (Shift+M)</source>
        <translation>Stumm (Umschalt+M)</translation>
    </message>
    <message>
        <source>My own</source>
        <translation>Eigene</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation>Name des Modells</translation>
    </message>
    <message>
        <source>Name of the secret</source>
        <translation>Name des Geheimnisses</translation>
    </message>
    <message>
        <source>Needs {module}: pip install &apos;{package}&apos;</source>
        <translation>Benötigt {module}: pip install &apos;{package}&apos;</translation>
    </message>
    <message>
        <source>Network camera or stream</source>
        <translation>Netzwerkkamera oder Stream</translation>
    </message>
    <message>
        <source>Next appearance</source>
        <translation>Nächstes Auftreten</translation>
    </message>
    <message>
        <source>Next event</source>
        <translation>Nächstes Ereignis</translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>Next frame (.)</source>
        <translation>Nächstes Bild (.)</translation>
    </message>
    <message>
        <source>No camera found</source>
        <translation>Keine Kamera gefunden</translation>
    </message>
    <message>
        <source>No class is shown.</source>
        <translation>Keine Klasse wird gezeigt.</translation>
    </message>
    <message>
        <source>No frame yet</source>
        <translation>Noch kein Bild</translation>
    </message>
    <message>
        <source>No frames are shown while playback is paused.</source>
        <translation>Während der Pause werden keine neuen Bilder gezeigt.</translation>
    </message>
    <message>
        <source>No model is ready yet</source>
        <translation>Noch kein Modell bereit</translation>
    </message>
    <message>
        <source>No model is ready yet.</source>
        <translation>Noch ist kein Modell bereit.</translation>
    </message>
    <message>
        <source>No model is ready: {reason}</source>
        <translation>Kein Modell ist bereit: {reason}</translation>
    </message>
    <message>
        <source>No model selected</source>
        <translation>Kein Modell ausgewählt</translation>
    </message>
    <message>
        <source>No object was seen twice yet</source>
        <translation>Noch wurde kein Objekt zweimal gesehen</translation>
    </message>
    <message>
        <source>No problems found in these files.</source>
        <translation>Keine Probleme in diesen Dateien gefunden.</translation>
    </message>
    <message>
        <source>No program here shows folders: {path}</source>
        <translation>Hier zeigt kein Programm Ordner an: {path}</translation>
    </message>
    <message>
        <source>No “{name}” is drawn here</source>
        <translation>„{name}“ ist hier nicht gezeichnet</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>None of the chosen formats can be opened again.</source>
        <translation>Keines der gewählten Formate kann wieder geöffnet werden.</translation>
    </message>
    <message>
        <source>Not complete yet</source>
        <translation>Noch nicht vollständig</translation>
    </message>
    <message>
        <source>Not downloaded</source>
        <translation>Nicht heruntergeladen</translation>
    </message>
    <message>
        <source>Not found: {files}</source>
        <translation>Nicht gefunden: {files}</translation>
    </message>
    <message>
        <source>Not live: {reason}</source>
        <translation>Nicht live: {reason}</translation>
    </message>
    <message>
        <source>Not measured: nothing is running.</source>
        <translation>Nicht gemessen: Es läuft nichts.</translation>
    </message>
    <message>
        <source>Not needed</source>
        <translation>Nicht nötig</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Note: {text}.</source>
        <translation>Hinweis: {text}.</translation>
    </message>
    <message>
        <source>Nothing happened at a line or area before this</source>
        <translation>Davor ist an keiner Linie und in keinem Bereich etwas geschehen</translation>
    </message>
    <message>
        <source>Nothing happened at a line or area later than this, so far</source>
        <translation>Später ist bisher an keiner Linie und in keinem Bereich etwas geschehen</translation>
    </message>
    <message>
        <source>Nothing has happened at the lines and areas yet</source>
        <translation>An den Linien und Bereichen ist noch nichts geschehen</translation>
    </message>
    <message>
        <source>Nothing has happened at the lines and areas yet.</source>
        <translation>An den Linien und Flächen ist noch nichts geschehen.</translation>
    </message>
    <message>
        <source>Nothing is being recorded.</source>
        <translation>Es wird nichts aufgenommen.</translation>
    </message>
    <message>
        <source>Nothing is detected in the area; the image stays as it is</source>
        <translation>In dem Bereich wird nichts erkannt; das Bild bleibt, wie es ist</translation>
    </message>
    <message>
        <source>Nothing is detected outside this area and others of this kind; the image stays as it is</source>
        <translation>Außerhalb dieses und anderer solcher Bereiche wird nichts erkannt; das Bild bleibt, wie es ist</translation>
    </message>
    <message>
        <source>Nothing is kept yet: no new image came</source>
        <translation>Noch ist nichts behalten: es kam kein neues Bild</translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation>Nichts geöffnet.</translation>
    </message>
    <message>
        <source>Nothing is tracked: switch tracking on first.</source>
        <translation>Nichts wird verfolgt: zuerst das Verfolgen einschalten.</translation>
    </message>
    <message>
        <source>Nothing of the chosen classes was seen before this</source>
        <translation>Davor wurde nichts von den gewählten Klassen gesehen</translation>
    </message>
    <message>
        <source>Nothing of the chosen classes was seen later than this, so far</source>
        <translation>Danach wurde bisher nichts von den gewählten Klassen gesehen</translation>
    </message>
    <message>
        <source>Nothing that was copied can be opened: copy a file, a path or an address</source>
        <translation>Nichts Kopiertes lässt sich öffnen: eine Datei, einen Pfad oder eine Adresse kopieren</translation>
    </message>
    <message>
        <source>Nothing was changed yet.</source>
        <translation>Noch wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Nothing was found yet</source>
        <translation>Noch nichts gefunden</translation>
    </message>
    <message>
        <source>Nothing was recorded: no new frame came</source>
        <translation>Nichts aufgenommen: Es kam kein neues Bild</translation>
    </message>
    <message>
        <source>Notification</source>
        <translation>Benachrichtigung</translation>
    </message>
    <message>
        <source>Number format inside the network. auto uses the fastest exact one of this device. int8 is faster still on a processor; the first time it starts after about 60 frames, and only if it stays accurate.</source>
        <translation>Zahlenformat im Netz. „Auto“ nimmt das schnellste exakte dieses Geräts. int8 ist auf einem Prozessor noch schneller; beim ersten Mal beginnt es nach etwa 60 Bildern, und nur, wenn es genau bleibt.</translation>
    </message>
    <message>
        <source>Number of patterns it looks for</source>
        <translation>Anzahl der Muster, nach denen sie sucht</translation>
    </message>
    <message>
        <source>Number of the layer in Darknet, from 0</source>
        <translation>Nummer der Schicht in Darknet, ab 0</translation>
    </message>
    <message>
        <source>Number of values in the weights file</source>
        <translation>Anzahl der Werte in der Gewichtsdatei</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Objectness</source>
        <translation>Objectness</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Objects are listed of films: here nobody can go back to where one appeared</source>
        <translation>Objekte werden bei Filmen aufgeführt: hier kann niemand dorthin zurück, wo eines erschien</translation>
    </message>
    <message>
        <source>Of a line: the other way. Of an area: left.</source>
        <translation>Bei einer Linie: gegen den Pfeil. Bei einer Fläche: verlassen.</translation>
    </message>
    <message>
        <source>Of a line: the way its arrow points. Of an area: entered.</source>
        <translation>Bei einer Linie: in Pfeilrichtung. Bei einer Fläche: betreten.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Computer</translation>
    </message>
    <message>
        <source>One JSON object for each object that enters or leaves a region or crosses a line.</source>
        <translation>Ein JSON-Objekt für jedes Objekt, das einen Bereich betritt oder verlässt oder eine Linie überquert.</translation>
    </message>
    <message>
        <source>One entry for each detection, for tools that measure accuracy.</source>
        <translation>Ein Eintrag je Erkennung, für Programme, die die Genauigkeit messen.</translation>
    </message>
    <message>
        <source>One line for each detection, in the det.txt format of the MOT challenge.</source>
        <translation>Eine Zeile je Erkennung, wie in det.txt der MOT Challenge.</translation>
    </message>
    <message>
        <source>One object for each frame; the only format that can be opened again.</source>
        <translation>Ein Objekt je Bild; nur dieses Format lässt sich wieder öffnen.</translation>
    </message>
    <message>
        <source>One row for each detection, for Excel, Tableau, pandas.</source>
        <translation>Eine Zeile je Erkennung, für Excel, Tableau, pandas.</translation>
    </message>
    <message>
        <source>Only network streams ask for it.</source>
        <translation>Danach fragen nur Netzwerkstreams.</translation>
    </message>
    <message>
        <source>Only whole files are gone through beside the window.</source>
        <translation>Nur ganze Dateien werden neben dem Fenster durchgegangen.</translation>
    </message>
    <message>
        <source>Only {name}</source>
        <translation>Nur {name}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open a file, a folder, an address or the test card</source>
        <translation>Datei, Ordner, Adresse oder Testbild öffnen</translation>
    </message>
    <message>
        <source>Open a folder of images</source>
        <translation>Bilderordner öffnen</translation>
    </message>
    <message>
        <source>Open a folder of images…</source>
        <translation>Bilderordner öffnen …</translation>
    </message>
    <message>
        <source>Open a network camera, a stream, or any other address</source>
        <translation>Netzwerkkamera, Stream oder eine andere Adresse öffnen</translation>
    </message>
    <message>
        <source>Open a video or a camera first.</source>
        <translation>Öffnen Sie zuerst ein Video oder eine Kamera.</translation>
    </message>
    <message>
        <source>Open a video or image</source>
        <translation>Video oder Bild öffnen</translation>
    </message>
    <message>
        <source>Open a video or image…</source>
        <translation>Video oder Bild öffnen …</translation>
    </message>
    <message>
        <source>Open it also if its certificate cannot be verified</source>
        <translation>Auch öffnen, wenn sich sein Zertifikat nicht prüfen lässt</translation>
    </message>
    <message>
        <source>Open network stream</source>
        <translation>Netzwerk-Stream öffnen</translation>
    </message>
    <message>
        <source>Open network stream…</source>
        <translation>Netzwerk-Stream öffnen …</translation>
    </message>
    <message>
        <source>Open stored results</source>
        <translation>Gespeicherte Ergebnisse öffnen</translation>
    </message>
    <message>
        <source>Open stored results…</source>
        <translation>Gespeicherte Ergebnisse öffnen …</translation>
    </message>
    <message>
        <source>Open the file, path or address that was copied elsewhere</source>
        <translation>Die anderswo kopierte Datei, den Pfad oder die Adresse öffnen</translation>
    </message>
    <message>
        <source>Open what was copied</source>
        <translation>Kopiertes öffnen</translation>
    </message>
    <message>
        <source>Open {camera}</source>
        <translation>{camera} öffnen</translation>
    </message>
    <message>
        <source>Open {name} again</source>
        <translation>{name} erneut öffnen</translation>
    </message>
    <message>
        <source>Open {section}</source>
        <translation>{section} öffnen</translation>
    </message>
    <message>
        <source>Opened the first of {count} files; drop a folder to see all its images</source>
        <translation>Die erste von {count} Dateien ist geöffnet; ein Ordner zeigt alle seine Bilder</translation>
    </message>
    <message>
        <source>Opening {source}…</source>
        <translation>{source} wird geöffnet …</translation>
    </message>
    <message>
        <source>Or drop a file or a folder anywhere on this window, or the .cfg and .weights of your own model. F1 shows the keys.</source>
        <translation>Oder eine Datei, einen Ordner oder .cfg und .weights eines eigenen Modells auf dieses Fenster ziehen. F1 zeigt die Tastenkürzel.</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Hinaus</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Output resolution</source>
        <translation>Auflösung der Ausgabe</translation>
    </message>
    <message>
        <source>Overlap (IoU)</source>
        <translation>Überlappung</translation>
    </message>
    <message>
        <source>PNG image</source>
        <translation>PNG-Bild</translation>
    </message>
    <message>
        <source>Palette</source>
        <translation>Farbpalette</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Parquet</source>
        <translation>Parquet</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Bestandteil</translation>
    </message>
    <message>
        <source>Parts, versions and licences</source>
        <translation>Bestandteile, Versionen und Lizenzen</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Password or token of {name}</source>
        <translation>Passwort oder Token von {name}</translation>
    </message>
    <message>
        <source>Pastel</source>
        <translation>Pastell</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Pause recording</source>
        <translation>Aufnahme anhalten</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Paused at {progress}</source>
        <translation>Angehalten bei {progress}</translation>
    </message>
    <message>
        <source>Paused: {progress}</source>
        <translation>Angehalten: {progress}</translation>
    </message>
    <message>
        <source>Pixels of the image that affect one cell of its output</source>
        <translation>Pixel des Bildes, die eine Zelle der Ausgabe beeinflussen</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>Abspielen (Leertaste)</translation>
    </message>
    <message>
        <source>Play a WAV file, or ring the bell of the terminal or the desktop.</source>
        <translation>Eine WAV-Datei abspielen, oder das Terminal oder den Desktop läuten lassen.</translation>
    </message>
    <message>
        <source>Play again</source>
        <translation>Noch einmal abspielen</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Abspielen oder Pause</translation>
    </message>
    <message>
        <source>Play the file from the beginning (Space)</source>
        <translation>Datei von Anfang an abspielen (Leertaste)</translation>
    </message>
    <message>
        <source>Playback</source>
        <translation>Wiedergabe</translation>
    </message>
    <message>
        <source>Plays the file once from the start; otherwise saving starts now.</source>
        <translation>Spielt die Datei einmal von Anfang an ab; sonst beginnt das Speichern jetzt.</translation>
    </message>
    <message>
        <source>Plug one in and it appears here.</source>
        <translation>Sobald eine angeschlossen ist, erscheint sie hier.</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>Vieleck</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Zahlenformat</translation>
    </message>
    <message>
        <source>Preparing {what}…</source>
        <translation>{what} wird vorbereitet …</translation>
    </message>
    <message>
        <source>Preparing…</source>
        <translation>Vorbereiten …</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorgaben</translation>
    </message>
    <message>
        <source>Previous appearance</source>
        <translation>Voriges Auftreten</translation>
    </message>
    <message>
        <source>Previous event</source>
        <translation>Voriges Ereignis</translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Previous frame (,)</source>
        <translation>Voriges Bild (,)</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Public model</source>
        <translation>Öffentliches Modell</translation>
    </message>
    <message>
        <source>Publish the event as JSON on a topic of a broker.</source>
        <translation>Das Ereignis als JSON unter einem Thema eines Brokers veröffentlichen.</translation>
    </message>
    <message>
        <source>Put a password or token into this system&apos;s keyring under this name</source>
        <translation>Ein Passwort oder Token unter diesem Namen in den Schlüsselbund dieses Systems legen</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Receptive field</source>
        <translation>Rezeptives Feld</translation>
    </message>
    <message>
        <source>Reconnecting…</source>
        <translation>Wird neu verbunden …</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Record the video to a file</source>
        <translation>Video in eine Datei aufnehmen</translation>
    </message>
    <message>
        <source>Record to a file (R)</source>
        <translation>In eine Datei aufnehmen (R)</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Recording did not start: {reason}</source>
        <translation>Aufnahme nicht gestartet: {reason}</translation>
    </message>
    <message>
        <source>Recording settings</source>
        <translation>Einstellungen der Aufnahme</translation>
    </message>
    <message>
        <source>Recording settings…</source>
        <translation>Einstellungen der Aufnahme …</translation>
    </message>
    <message>
        <source>Recording to {file}. Click to stop (R).</source>
        <translation>Aufnahme in {file}. Klicken beendet sie (R).</translation>
    </message>
    <message>
        <source>Recording, {time}</source>
        <translation>Aufnahme läuft, {time}</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Rectangular input</source>
        <translation>Rechteckige Eingabe</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>Remember user and password in this system&apos;s keyring</source>
        <translation>Benutzer und Passwort im Schlüsselbund des Systems merken</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove it from the list; its files stay where they are (Delete)</source>
        <translation>Aus der Liste entfernen; die Dateien bleiben, wo sie sind (Entf)</translation>
    </message>
    <message>
        <source>Remove this action</source>
        <translation>Diese Aktion entfernen</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Rückschau</translation>
    </message>
    <message>
        <source>Replay settings</source>
        <translation>Einstellungen der Rückschau</translation>
    </message>
    <message>
        <source>Replay settings…</source>
        <translation>Einstellungen der Rückschau …</translation>
    </message>
    <message>
        <source>Reset counts</source>
        <translation>Zähler zurücksetzen</translation>
    </message>
    <message>
        <source>Reset {section}</source>
        <translation>{section} zurücksetzen</translation>
    </message>
    <message>
        <source>Reset {section} to its defaults</source>
        <translation>„{section}“ auf Standardwerte zurücksetzen</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Results table</source>
        <translation>Ergebnistabelle</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>Jetzt erneut versuchen</translation>
    </message>
    <message>
        <source>Right-click a class to show only that one.</source>
        <translation>Rechtsklick auf eine Klasse, um nur sie anzuzeigen.</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Rule {number}</source>
        <translation>Regel {number}</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Same as the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Sample clip</source>
        <translation>Beispielclip</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save a clip of what has just been shown; the first press begins to keep it</source>
        <translation>Einen Clip des eben Gezeigten speichern; der erste Druck beginnt, es zu behalten</translation>
    </message>
    <message>
        <source>Save a video from some seconds before the event to some after it.</source>
        <translation>Ein Video von einigen Sekunden vor dem Ereignis bis einige danach sichern.</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>Save counts…</source>
        <translation>Zählung speichern …</translation>
    </message>
    <message>
        <source>Save cut-out</source>
        <translation>Ausschnitt sichern</translation>
    </message>
    <message>
        <source>Save events…</source>
        <translation>Ereignisse speichern …</translation>
    </message>
    <message>
        <source>Save image…</source>
        <translation>Bild speichern …</translation>
    </message>
    <message>
        <source>Save regions…</source>
        <translation>Bereiche speichern …</translation>
    </message>
    <message>
        <source>Save results</source>
        <translation>Ergebnisse speichern</translation>
    </message>
    <message>
        <source>Save results…</source>
        <translation>Ergebnisse speichern …</translation>
    </message>
    <message>
        <source>Save snapshot as</source>
        <translation>Schnappschuss speichern unter</translation>
    </message>
    <message>
        <source>Save snapshot as…</source>
        <translation>Schnappschuss speichern unter …</translation>
    </message>
    <message>
        <source>Save table…</source>
        <translation>Tabelle speichern …</translation>
    </message>
    <message>
        <source>Save the detections as tables for other programs</source>
        <translation>Erkennungen als Tabellen für andere Programme speichern</translation>
    </message>
    <message>
        <source>Save the image as PNG, with what was found in it as JSON.</source>
        <translation>Das Bild als PNG sichern, und was darin gefunden wurde als JSON.</translation>
    </message>
    <message>
        <source>Save the last seconds</source>
        <translation>Die letzten Sekunden speichern</translation>
    </message>
    <message>
        <source>Save the last {seconds} seconds</source>
        <translation>Die letzten {seconds} Sekunden speichern</translation>
    </message>
    <message>
        <source>Save this image, its boxes and a list of them in the Pictures folder</source>
        <translation>Dieses Bild, seine Boxen und eine Liste davon im Bilderordner speichern</translation>
    </message>
    <message>
        <source>Save this part of the image, without boxes, in the Pictures folder</source>
        <translation>Diesen Teil des Bildes ohne Rahmen im Ordner „Bilder“ sichern</translation>
    </message>
    <message>
        <source>Save {seconds} s</source>
        <translation>{seconds} s speichern</translation>
    </message>
    <message>
        <source>Saved {what}</source>
        <translation>Gespeichert: {what}</translation>
    </message>
    <message>
        <source>Saves from now on, until you stop it or close the source.</source>
        <translation>Speichert ab jetzt, bis zum Beenden oder Schließen der Quelle.</translation>
    </message>
    <message>
        <source>Saving results to {name}</source>
        <translation>Ergebnisse werden gespeichert: {name}</translation>
    </message>
    <message>
        <source>Saving {name}: preparing…</source>
        <translation>{name} wird gespeichert: Vorbereitung …</translation>
    </message>
    <message>
        <source>Saving {name}: {done} frames</source>
        <translation>{name} wird gespeichert: {done} Bilder</translation>
    </message>
    <message>
        <source>Saving {name}: {done} of {total} frames</source>
        <translation>{name} wird gespeichert: {done} von {total} Bildern</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Scores</translation>
    </message>
    <message>
        <source>Screen or window</source>
        <translation>Bildschirm oder Fenster</translation>
    </message>
    <message>
        <source>Screen {number}, {width} × {height}</source>
        <translation>Bildschirm {number}, {width} × {height}</translation>
    </message>
    <message>
        <source>Search classes</source>
        <translation>Klassen suchen</translation>
    </message>
    <message>
        <source>Seconds after</source>
        <translation>Sekunden danach</translation>
    </message>
    <message>
        <source>Seconds before</source>
        <translation>Sekunden davor</translation>
    </message>
    <message>
        <source>Seconds between two times</source>
        <translation>Sekunden zwischen zwei Malen</translation>
    </message>
    <message>
        <source>Seconds it stays</source>
        <translation>Sekunden, die es bleibt</translation>
    </message>
    <message>
        <source>Seconds to wait</source>
        <translation>Sekunden Wartezeit</translation>
    </message>
    <message>
        <source>See whether an image comes from there, without opening it</source>
        <translation>Prüfen, ob von dort ein Bild kommt, ohne es zu öffnen</translation>
    </message>
    <message>
        <source>Select a line first.</source>
        <translation>Wählen Sie zuerst eine Linie aus.</translation>
    </message>
    <message>
        <source>Select a model first</source>
        <translation>Zuerst ein Modell auswählen</translation>
    </message>
    <message>
        <source>Select a region first.</source>
        <translation>Wählen Sie zuerst einen Bereich aus.</translation>
    </message>
    <message>
        <source>Select a rule first.</source>
        <translation>Wählen Sie zuerst eine Regel aus.</translation>
    </message>
    <message>
        <source>Select an area first.</source>
        <translation>Wählen Sie zuerst eine Fläche aus.</translation>
    </message>
    <message>
        <source>Send the event as JSON to a web address.</source>
        <translation>Das Ereignis als JSON an eine Webadresse senden.</translation>
    </message>
    <message>
        <source>Sending a test message…</source>
        <translation>Eine Testnachricht wird gesendet …</translation>
    </message>
    <message>
        <source>Sends a test message now, and says what came of it</source>
        <translation>Sendet jetzt eine Testnachricht und sagt, was daraus wurde</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Settings: {path}</source>
        <translation>Einstellungen: {path}</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Show a notification of the desktop; without a window, write a line.</source>
        <translation>Eine Benachrichtigung des Desktops zeigen; ohne Fenster eine Zeile schreiben.</translation>
    </message>
    <message>
        <source>Show all classes</source>
        <translation>Alle Klassen zeigen</translation>
    </message>
    <message>
        <source>Show all detections so far, in a table and on a timeline</source>
        <translation>Alle bisherigen Erkennungen als Tabelle und Zeitachse zeigen</translation>
    </message>
    <message>
        <source>Show every class</source>
        <translation>Alle Klassen anzeigen</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>Weniger zeigen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Show only these classes.</source>
        <translation>Nur diese Klassen anzeigen.</translation>
    </message>
    <message>
        <source>Show or save the detections</source>
        <translation>Erkennungen zeigen oder speichern</translation>
    </message>
    <message>
        <source>Show report</source>
        <translation>Bericht zeigen</translation>
    </message>
    <message>
        <source>Show rules</source>
        <translation>Regeln zeigen</translation>
    </message>
    <message>
        <source>Show saved results on their video, with other thresholds</source>
        <translation>Gespeicherte Ergebnisse auf ihrem Video zeigen, mit anderen Schwellen</translation>
    </message>
    <message>
        <source>Show the controls in full, or as a narrow strip</source>
        <translation>Einstellungen ganz oder als schmalen Streifen zeigen</translation>
    </message>
    <message>
        <source>Show the image mirrored; recordings stay as they are</source>
        <translation>Bild gespiegelt zeigen; Aufnahmen bleiben unverändert</translation>
    </message>
    <message>
        <source>Show the mouse pointer</source>
        <translation>Mauszeiger zeigen</translation>
    </message>
    <message>
        <source>Show the test card</source>
        <translation>Testbild anzeigen</translation>
    </message>
    <message>
        <source>Show versions and licences</source>
        <translation>Versionen und Lizenzen anzeigen</translation>
    </message>
    <message>
        <source>Shown below the image</source>
        <translation>Unter dem Bild gezeigt</translation>
    </message>
    <message>
        <source>Side of the network&apos;s input in pixels for which it was made</source>
        <translation>Seitenlänge der Netzeingabe in Pixeln, für die es gemacht ist</translation>
    </message>
    <message>
        <source>Side of the network&apos;s input in pixels: a higher resolution finds smaller objects, but is slower. 0 picks the one at which the model is best; the window picks the best that keeps up.</source>
        <translation>Seitenlänge der Netzeingabe in Pixeln: Eine höhere Auflösung findet kleinere Objekte, ist aber langsamer. 0 nimmt die, bei der das Modell am besten ist; das Fenster nimmt die beste, die Schritt hält.</translation>
    </message>
    <message>
        <source>Side of the square that one pattern covers</source>
        <translation>Seitenlänge des Quadrats, das ein Muster abdeckt</translation>
    </message>
    <message>
        <source>Silence the film, or let it be heard</source>
        <translation>Den Film stumm schalten oder hören lassen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Size of the file by</source>
        <translation>Dateigröße nach</translation>
    </message>
    <message>
        <source>Size of the weights file</source>
        <translation>Größe der Gewichtsdatei</translation>
    </message>
    <message>
        <source>Skip frames</source>
        <translation>Bilder auslassen</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>Langsamer</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>Klein</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>Schnappschuss</translation>
    </message>
    <message>
        <source>Snapshot without boxes</source>
        <translation>Schnappschuss ohne Boxen</translation>
    </message>
    <message>
        <source>Softer</source>
        <translation>Leiser</translation>
    </message>
    <message>
        <source>Some of its files are missing</source>
        <translation>Einige seiner Dateien fehlen</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Sound of recordings and streams</source>
        <translation>Ton von Aufnahmen und Streams</translation>
    </message>
    <message>
        <source>Sound…</source>
        <translation>Ton …</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Source, level, gain and delay of the sound</source>
        <translation>Quelle, Pegel, Verstärkung und Verzögerung des Tons</translation>
    </message>
    <message>
        <source>Source, level, gain and delay of the sound of recordings and streams</source>
        <translation>Quelle, Pegel, Verstärkung und Verzögerung des Tons von Aufnahmen und Streams</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Speed here</source>
        <translation>Tempo hier</translation>
    </message>
    <message>
        <source>Stage times</source>
        <translation>Zeiten je Schritt</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Start or stop a recording.</source>
        <translation>Eine Aufnahme beginnen oder beenden.</translation>
    </message>
    <message>
        <source>Start over at the end (L)</source>
        <translation>Am Ende von vorn beginnen (L)</translation>
    </message>
    <message>
        <source>Start page</source>
        <translation>Startseite</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet …</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Statistik</translation>
    </message>
    <message>
        <source>Step back</source>
        <translation>Schritt zurück</translation>
    </message>
    <message>
        <source>Step forward</source>
        <translation>Schritt vor</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Stop and discard the downloaded part</source>
        <translation>Beenden und den heruntergeladenen Teil verwerfen</translation>
    </message>
    <message>
        <source>Stop following</source>
        <translation>Nicht mehr folgen</translation>
    </message>
    <message>
        <source>Stop for now; the downloaded part is kept</source>
        <translation>Vorerst anhalten; der heruntergeladene Teil bleibt</translation>
    </message>
    <message>
        <source>Stop opening (Esc)</source>
        <translation>Öffnen abbrechen (Esc)</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>Aufnahme beenden</translation>
    </message>
    <message>
        <source>Stop recording, {state}</source>
        <translation>Aufnahme beenden, {state}</translation>
    </message>
    <message>
        <source>Stop saving results</source>
        <translation>Speichern der Ergebnisse beenden</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird beendet …</translation>
    </message>
    <message>
        <source>Stored results of {model}</source>
        <translation>Gespeicherte Ergebnisse von {model}</translation>
    </message>
    <message>
        <source>Stores every candidate above {score} in the JSON Lines file, so that the results can be opened again with another confidence or overlap.</source>
        <translation>Speichert jeden Kandidaten über {score} in der JSON-Lines-Datei, damit sich die Ergebnisse mit anderer Konfidenz oder Überlappung wieder öffnen lassen.</translation>
    </message>
    <message>
        <source>Stream key</source>
        <translation>Streamschlüssel</translation>
    </message>
    <message>
        <source>Stream what is shown to Twitch, YouTube or your own server</source>
        <translation>Das Gezeigte zu Twitch, YouTube oder einem eigenen Server streamen</translation>
    </message>
    <message>
        <source>Streaming to {server}. Click to end it.</source>
        <translation>Stream zu {server}. Klicken beendet ihn.</translation>
    </message>
    <message>
        <source>Stretch</source>
        <translation>Strecken</translation>
    </message>
    <message>
        <source>Stride</source>
        <translation>Schrittweite</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>Switch tracking on: each object is listed here</source>
        <translation>Verfolgen einschalten: dann steht hier jedes Objekt</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Take the last change back (Ctrl+Z)</source>
        <translation>Letzte Änderung zurücknehmen (Strg+Z)</translation>
    </message>
    <message>
        <source>Takes as long as playing the file.</source>
        <translation>Dauert so lange wie das Abspielen der Datei.</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Test card</source>
        <translation>Testbild</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>Wird getestet …</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>That of the source</source>
        <translation>Ton der Quelle</translation>
    </message>
    <message>
        <source>The Videos folder</source>
        <translation>Der Ordner Videos</translation>
    </message>
    <message>
        <source>The camera is lost: reconnecting</source>
        <translation>Verbindung zur Kamera verloren: Sie wird neu aufgebaut</translation>
    </message>
    <message>
        <source>The encoders are being tried.</source>
        <translation>Die Encoder werden gerade ausprobiert.</translation>
    </message>
    <message>
        <source>The keyring keeps it as {name}</source>
        <translation>Der Schlüsselbund bewahrt es als {name} auf</translation>
    </message>
    <message>
        <source>The language changes at the next start of yolocam: what is being saved goes on</source>
        <translation>Die Sprache wechselt beim nächsten Start von yolocam: was gespeichert wird, geht weiter</translation>
    </message>
    <message>
        <source>The last one is being saved.</source>
        <translation>Die letzte wird gerade gespeichert.</translation>
    </message>
    <message>
        <source>The last snapshots are still being saved; try again in a moment.</source>
        <translation>Die letzten Schnappschüsse werden noch gespeichert; gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The last stream is being ended.</source>
        <translation>Der letzte Stream wird gerade beendet.</translation>
    </message>
    <message>
        <source>The list appears in a moment.</source>
        <translation>Die Liste erscheint gleich.</translation>
    </message>
    <message>
        <source>The mean of its detections</source>
        <translation>Der Mittelwert seiner Erkennungen</translation>
    </message>
    <message>
        <source>The model is slower than this video, which therefore plays at {speed}</source>
        <translation>Das Modell ist langsamer als dieses Video, das deshalb mit {speed} läuft</translation>
    </message>
    <message>
        <source>The model is slower than this video: frames are skipped to keep its speed</source>
        <translation>Das Modell ist langsamer als dieses Video: Bilder werden ausgelassen, damit das Tempo stimmt</translation>
    </message>
    <message>
        <source>The model is slower than this video: it really plays at the speed in brackets.</source>
        <translation>Das Modell ist langsamer als dieses Video: Es läuft in Wirklichkeit so schnell, wie in Klammern steht.</translation>
    </message>
    <message>
        <source>The model runs on {device} in {precision}.</source>
        <translation>Das Modell läuft auf {device} in {precision}.</translation>
    </message>
    <message>
        <source>The name ends in {ending}</source>
        <translation>Der Name endet auf {ending}</translation>
    </message>
    <message>
        <source>The network that detects objects.</source>
        <translation>Das Netz, das Objekte erkennt.</translation>
    </message>
    <message>
        <source>The password could not be kept: this system has no keyring.</source>
        <translation>Das Passwort konnte nicht behalten werden: Dieses System hat keinen Schlüsselbund.</translation>
    </message>
    <message>
        <source>The recording is being saved</source>
        <translation>Die Aufnahme wird gespeichert</translation>
    </message>
    <message>
        <source>The recording is starting</source>
        <translation>Die Aufnahme startet</translation>
    </message>
    <message>
        <source>The recording is starting; click to stop (R)</source>
        <translation>Die Aufnahme startet; Klicken beendet sie (R)</translation>
    </message>
    <message>
        <source>The rows of the CSV, smaller and typed.</source>
        <translation>Die Zeilen der CSV-Datei, kleiner und mit Datentypen.</translation>
    </message>
    <message>
        <source>The sample clip is not part of this installation</source>
        <translation>Der Beispielclip gehört nicht zu dieser Installation</translation>
    </message>
    <message>
        <source>The score is part of the label, and labels are off.</source>
        <translation>Der Score gehört zur Beschriftung, und die ist ausgeschaltet.</translation>
    </message>
    <message>
        <source>The settings were damaged: what made no sense is as at first; the old file is {file}</source>
        <translation>Die Einstellungen waren beschädigt: Was keinen Sinn ergab, ist wie am Anfang; die alte Datei ist {file}</translation>
    </message>
    <message>
        <source>The size of the file is set by the bitrate.</source>
        <translation>Die Größe der Datei bestimmt die Bitrate.</translation>
    </message>
    <message>
        <source>The size of the file is set by the quality.</source>
        <translation>Die Größe der Datei bestimmt die Qualität.</translation>
    </message>
    <message>
        <source>The stream is being started.</source>
        <translation>Der Stream wird gerade begonnen.</translation>
    </message>
    <message>
        <source>The stream is lost: reconnecting</source>
        <translation>Verbindung zum Stream verloren: Sie wird neu aufgebaut</translation>
    </message>
    <message>
        <source>The stream key could not be kept: this system has no keyring.</source>
        <translation>Der Streamschlüssel konnte nicht behalten werden: Dieses System hat keinen Schlüsselbund.</translation>
    </message>
    <message>
        <source>The test message is on its way.</source>
        <translation>Die Testnachricht ist unterwegs.</translation>
    </message>
    <message>
        <source>The usual microphone</source>
        <translation>Das übliche Mikrofon</translation>
    </message>
    <message>
        <source>The video or camera image with its detections</source>
        <translation>Das Video- oder Kamerabild mit seinen Erkennungen</translation>
    </message>
    <message>
        <source>The weights of {model}</source>
        <translation>Die Gewichte von {model}</translation>
    </message>
    <message>
        <source>The whole file, from its beginning</source>
        <translation>Die ganze Datei, von Anfang an</translation>
    </message>
    <message>
        <source>The whole screen is captured.</source>
        <translation>Der ganze Bildschirm wird aufgenommen.</translation>
    </message>
    <message>
        <source>The window can be used meanwhile; a bar below the image shows how far it is.</source>
        <translation>Das Fenster kann derweil benutzt werden; ein Balken unter dem Bild zeigt den Fortschritt.</translation>
    </message>
    <message>
        <source>There is a region called {name} already</source>
        <translation>Es gibt schon einen Bereich namens {name}</translation>
    </message>
    <message>
        <source>There is no download for it</source>
        <translation>Dafür gibt es keinen Download</translation>
    </message>
    <message>
        <source>There is no film or stream with sound.</source>
        <translation>Es gibt keinen Film oder Stream mit Ton.</translation>
    </message>
    <message>
        <source>There is no image yet.</source>
        <translation>Es gibt noch kein Bild.</translation>
    </message>
    <message>
        <source>There is no line or area yet.</source>
        <translation>Es gibt noch keine Linie und keine Fläche.</translation>
    </message>
    <message>
        <source>There is no rule yet.</source>
        <translation>Es gibt noch keine Regel.</translation>
    </message>
    <message>
        <source>These results are stored in {file}: no model runs.</source>
        <translation>Diese Ergebnisse sind in {file} gespeichert: Kein Modell läuft.</translation>
    </message>
    <message>
        <source>They are compressed all the time, which takes some of the processor.</source>
        <translation>Sie werden ständig komprimiert; das beansprucht den Prozessor etwas.</translation>
    </message>
    <message>
        <source>This address has no certificate.</source>
        <translation>Diese Adresse hat kein Zertifikat.</translation>
    </message>
    <message>
        <source>This model is in use</source>
        <translation>Dieses Modell wird verwendet</translation>
    </message>
    <message>
        <source>This model is in use: use another one first</source>
        <translation>Dieses Modell wird verwendet: zuerst ein anderes verwenden</translation>
    </message>
    <message>
        <source>This source</source>
        <translation>Diese Quelle</translation>
    </message>
    <message>
        <source>This source: {name}</source>
        <translation>Diese Quelle: {name}</translation>
    </message>
    <message>
        <source>This works only where a file is open.</source>
        <translation>Das geht nur, wenn eine Datei geöffnet ist.</translation>
    </message>
    <message>
        <source>Threshold on</source>
        <translation>Schwelle für</translation>
    </message>
    <message>
        <source>Tick the box to switch a rule on</source>
        <translation>Das Kästchen schaltet eine Regel ein</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Time left on this disk: about {duration}</source>
        <translation>Auf diesem Datenträger bleiben etwa {duration}</translation>
    </message>
    <message>
        <source>Time the model takes for one frame.</source>
        <translation>Zeit, die das Modell für ein Bild braucht.</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>Timeline of what was found</source>
        <translation>Zeitachse der Erkennungen</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Thema</translation>
    </message>
    <message>
        <source>Track objects</source>
        <translation>Objekte verfolgen</translation>
    </message>
    <message>
        <source>Track {number}</source>
        <translation>Spur {number}</translation>
    </message>
    <message>
        <source>Tracker</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Tracking</source>
        <translation>Verfolgung</translation>
    </message>
    <message>
        <source>Tracking and regions</source>
        <translation>Verfolgung und Bereiche</translation>
    </message>
    <message>
        <source>Trails</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Try again; the downloaded part is kept</source>
        <translation>Noch einmal versuchen; der heruntergeladene Teil bleibt</translation>
    </message>
    <message>
        <source>Try the sample clip</source>
        <translation>Beispielclip ausprobieren</translation>
    </message>
    <message>
        <source>Trying the encoders…</source>
        <translation>Die Encoder werden ausprobiert …</translation>
    </message>
    <message>
        <source>Turn round</source>
        <translation>Umkehren</translation>
    </message>
    <message>
        <source>Tutorial</source>
        <translation>Tutorial</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Type a name.</source>
        <translation>Geben Sie einen Namen ein.</translation>
    </message>
    <message>
        <source>Type an address first.</source>
        <translation>Geben Sie zuerst eine Adresse ein.</translation>
    </message>
    <message>
        <source>Type its name first.</source>
        <translation>Geben Sie zuerst den Namen ein.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Unexpected error ({error}); yolocam goes on.</source>
        <translation>Unerwarteter Fehler ({error}); yolocam läuft weiter.</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use a camera</source>
        <translation>Kamera verwenden</translation>
    </message>
    <message>
        <source>Use a screen, or a part of it that you drag over, as the source</source>
        <translation>Einen Bildschirm oder einen Teil davon, über den man zieht, als Quelle nehmen</translation>
    </message>
    <message>
        <source>Use an input of the frame&apos;s shape instead of a square with grey bars: a quarter faster at 4:3, two fifths at 16:9, with nearly the same detections.</source>
        <translation>Eingabe im Seitenverhältnis des Bildes statt eines Quadrats mit grauen Balken: ein Viertel schneller bei 4:3, zwei Fünftel bei 16:9, mit fast denselben Erkennungen.</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use that cfg</source>
        <translation>Diese cfg verwenden</translation>
    </message>
    <message>
        <source>Use the thresholds of other programs, to compare results.</source>
        <translation>Schwellen anderer Programme verwenden, um Ergebnisse zu vergleichen.</translation>
    </message>
    <message>
        <source>Use this model (Enter)</source>
        <translation>Dieses Modell verwenden (Eingabe)</translation>
    </message>
    <message>
        <source>Use {model}</source>
        <translation>{model} verwenden</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Video is running</source>
        <translation>Ein Video läuft</translation>
    </message>
    <message>
        <source>Videos and images</source>
        <translation>Videos und Bilder</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Vivid</source>
        <translation>Kräftig</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>Volume (Up, Down)</source>
        <translation>Lautstärke (Auf, Ab)</translation>
    </message>
    <message>
        <source>Waiting for an image…</source>
        <translation>Wartet auf ein Bild …</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Webhook</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>Weights: {count} bytes expected</source>
        <translation>Gewichte: {count} Byte erwartet</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>What a press of the button would save now</source>
        <translation>Was ein Druck auf die Taste jetzt speichern würde</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>What is being prepared</source>
        <translation>Was vorbereitet wird</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>Was getan wird</translation>
    </message>
    <message>
        <source>What is live cannot go back: save a clip or a snapshot</source>
        <translation>Live kann man nicht zurück: sichern Sie einen Clip oder eine Momentaufnahme</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was es tut</translation>
    </message>
    <message>
        <source>What lies under the pointer</source>
        <translation>Was unter dem Zeiger liegt</translation>
    </message>
    <message>
        <source>What runs the network: auto takes what is best on the device.</source>
        <translation>Was das Netz ausführt; „Auto“ nimmt das Beste für das Gerät.</translation>
    </message>
    <message>
        <source>What the area is for</source>
        <translation>Zweck der Fläche</translation>
    </message>
    <message>
        <source>What the confidence is compared with: the score (objectness times class probability, as in Darknet) or the objectness alone (as in the tutorials).</source>
        <translation>Womit die Konfidenz verglichen wird: mit dem Score (Objectness mal Klassenwahrscheinlichkeit, wie in Darknet) oder nur mit der Objectness (wie in den Tutorials).</translation>
    </message>
    <message>
        <source>What the rules have noticed</source>
        <translation>Was die Regeln bemerkt haben</translation>
    </message>
    <message>
        <source>What the selected area is for</source>
        <translation>Zweck der ausgewählten Fläche</translation>
    </message>
    <message>
        <source>What this machine can do</source>
        <translation>Was dieser Rechner kann</translation>
    </message>
    <message>
        <source>What to record</source>
        <translation>Was aufgenommen wird</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>What was opened last</source>
        <translation>Was zuletzt geöffnet wurde</translation>
    </message>
    <message>
        <source>What would you like to look at?</source>
        <translation>Was soll angezeigt werden?</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wenn</translation>
    </message>
    <message>
        <source>When and what</source>
        <translation>Wann und was</translation>
    </message>
    <message>
        <source>When more than {count} of {what} are in {place}</source>
        <translation>Wenn mehr als {count} von {what} in „{place}“ sind</translation>
    </message>
    <message>
        <source>When {what} appears in {place}</source>
        <translation>Wenn {what} in „{place}“ erscheint</translation>
    </message>
    <message>
        <source>When {what} crosses {place}</source>
        <translation>Wenn {what} „{place}“ überquert</translation>
    </message>
    <message>
        <source>When {what} crosses {place}, {direction}</source>
        <translation>Wenn {what} „{place}“ überquert, {direction}</translation>
    </message>
    <message>
        <source>When {what} leaves {place}</source>
        <translation>Wenn {what} „{place}“ verlässt</translation>
    </message>
    <message>
        <source>When {what} stays {seconds} s in {place}</source>
        <translation>Wenn {what} {seconds} s in „{place}“ bleibt</translation>
    </message>
    <message>
        <source>Where each class was found</source>
        <translation>Wo jede Klasse gefunden wurde</translation>
    </message>
    <message>
        <source>Where so many seconds need more than this, fewer are kept</source>
        <translation>Brauchen so viele Sekunden mehr, werden weniger behalten</translation>
    </message>
    <message>
        <source>Where the network runs; auto uses a GPU if there is one.</source>
        <translation>Wo das Netz läuft; „Auto“ nutzt eine GPU, falls vorhanden.</translation>
    </message>
    <message>
        <source>Where the secret is</source>
        <translation>Wo das Geheimnis ist</translation>
    </message>
    <message>
        <source>Whether the model is ready to use</source>
        <translation>Ob sich das Modell verwenden lässt</translation>
    </message>
    <message>
        <source>Whole image</source>
        <translation>Ganzes Bild</translation>
    </message>
    <message>
        <source>Width of the box lines in pixels; 0 fits it to the image.</source>
        <translation>Linienbreite der Boxen in Pixeln; 0 passt sie dem Bild an.</translation>
    </message>
    <message>
        <source>Width, height and channels of its output</source>
        <translation>Breite, Höhe und Kanäle der Ausgabe</translation>
    </message>
    <message>
        <source>With boxes</source>
        <translation>Mit Boxen</translation>
    </message>
    <message>
        <source>Without boxes</source>
        <translation>Ohne Boxen</translation>
    </message>
    <message>
        <source>Work for one image, in billions of operations</source>
        <translation>Aufwand für ein Bild, in Milliarden Rechenschritten</translation>
    </message>
    <message>
        <source>Write a line, or append it to a file.</source>
        <translation>Eine Zeile schreiben, oder sie an eine Datei anhängen.</translation>
    </message>
    <message>
        <source>Write the class name on each box.</source>
        <translation>Klassennamen an jede Box schreiben.</translation>
    </message>
    <message>
        <source>Write the frames per second on the image.</source>
        <translation>Bilder pro Sekunde ins Bild schreiben.</translation>
    </message>
    <message>
        <source>Write the score after the class name.</source>
        <translation>Score hinter den Klassennamen schreiben.</translation>
    </message>
    <message>
        <source>Your own model</source>
        <translation>Eigenes Modell</translation>
    </message>
    <message>
        <source>Your own models are not downloaded</source>
        <translation>Eigene Modelle werden nicht heruntergeladen</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom in, and keep this object in the middle</source>
        <translation>Vergrößern und dieses Objekt in der Mitte halten</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>about {number} fps</source>
        <translation>etwa {number} fps</translation>
    </message>
    <message>
        <source>about {number} fps here</source>
        <translation>hier etwa {number} fps</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>and at most once in</source>
        <translation>und höchstens einmal in</translation>
    </message>
    <message>
        <source>anything</source>
        <translation>irgendetwas</translation>
    </message>
    <message>
        <source>appears in</source>
        <translation>erscheint in</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>capture</source>
        <translation>Erfassung</translation>
    </message>
    <message>
        <source>cfg line</source>
        <translation>cfg-Zeile</translation>
    </message>
    <message>
        <source>colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>crosses</source>
        <translation>überquert</translation>
    </message>
    <message>
        <source>decode</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>display</source>
        <translation>Anzeige</translation>
    </message>
    <message>
        <source>draw</source>
        <translation>Zeichnen</translation>
    </message>
    <message>
        <source>either way</source>
        <translation>beide Richtungen</translation>
    </message>
    <message>
        <source>format {version}</source>
        <translation>Format {version}</translation>
    </message>
    <message>
        <source>fps</source>
        <translation>fps</translation>
    </message>
    <message>
        <source>frame {number} / {count}</source>
        <translation>Bild {number} / {count}</translation>
    </message>
    <message>
        <source>greyscale</source>
        <translation>Graustufen</translation>
    </message>
    <message>
        <source>image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>in</source>
        <translation>in</translation>
    </message>
    <message>
        <source>inference</source>
        <translation>Inferenz</translation>
    </message>
    <message>
        <source>last frame {seconds} s ago</source>
        <translation>letztes Bild vor {seconds} s</translation>
    </message>
    <message>
        <source>latency {number} ms</source>
        <translation>Latenz {number} ms</translation>
    </message>
    <message>
        <source>leaves</source>
        <translation>verlässt</translation>
    </message>
    <message>
        <source>left, top, width, height</source>
        <translation>links, oben, Breite, Höhe</translation>
    </message>
    <message>
        <source>licence: {licence}</source>
        <translation>Lizenz: {licence}</translation>
    </message>
    <message>
        <source>live skips frames to keep up, every processes all of them, auto is live for cameras and every for files; of a film that the window only shows, auto skips what the model is too slow for.</source>
        <translation>„Live“ überspringt Bilder, um Schritt zu halten, „Jedes Bild“ verarbeitet alle, „Auto“ ist live bei Kameras und jedes Bild bei Dateien; von einem Film, den das Fenster nur zeigt, überspringt „Auto“, wofür das Modell zu langsam ist.</translation>
    </message>
    <message>
        <source>made for {size}×{size} pixels</source>
        <translation>gemacht für {size}×{size} Pixel</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>network {number} ms</source>
        <translation>Netz {number} ms</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>numbers more than</source>
        <translation>sind mehr als</translation>
    </message>
    <message>
        <source>or</source>
        <translation>oder</translation>
    </message>
    <message>
        <source>per second</source>
        <translation>pro Sekunde</translation>
    </message>
    <message>
        <source>postprocess</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>prepare</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>record</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>rtmp://server/live</source>
        <translation>rtmp://server/live</translation>
    </message>
    <message>
        <source>rtsp://camera/stream</source>
        <translation>rtsp://kamera/stream</translation>
    </message>
    <message>
        <source>screen {number} fps</source>
        <translation>Anzeige {number} fps</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>seconds in</source>
        <translation>Sekunden in</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>still</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>bleibt</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>gespeichert</translation>
    </message>
    <message>
        <source>the image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>the stream key is missing, the page of your channel shows it</source>
        <translation>Der Streamschlüssel fehlt, die Seite Ihres Kanals zeigt ihn</translation>
    </message>
    <message>
        <source>the way in</source>
        <translation>hinein</translation>
    </message>
    <message>
        <source>the way out</source>
        <translation>hinaus</translation>
    </message>
    <message>
        <source>the whole image</source>
        <translation>das ganze Bild</translation>
    </message>
    <message>
        <source>then</source>
        <translation>dann</translation>
    </message>
    <message>
        <source>too loud</source>
        <translation>zu laut</translation>
    </message>
    <message>
        <source>trained on {count} images</source>
        <translation>trainiert mit {count} Bildern</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>with a confidence of at least</source>
        <translation>mit einer Konfidenz von mindestens</translation>
    </message>
    <message>
        <source>yolocam itself is under the MIT licence. The FFmpeg inside PyAV holds x264 and x265, which are under the GPL, version 2 or later.</source>
        <translation>yolocam selbst steht unter der MIT-Lizenz. Das FFmpeg in PyAV enthält x264 und x265, die unter der GPL stehen, Version 2 oder neuer.</translation>
    </message>
    <message>
        <source>{action} (Space)</source>
        <translation>{action} (Leertaste)</translation>
    </message>
    <message>
        <source>{amount}/s</source>
        <translation>{amount}/s</translation>
    </message>
    <message>
        <source>{capture} because the model was busy, {display} because the window was busy, {record} because the recording was busy.</source>
        <translation>{capture}, weil das Modell beschäftigt war, {display}, weil das Fenster beschäftigt war, {record}, weil die Aufnahme beschäftigt war.</translation>
    </message>
    <message>
        <source>{chosen}, now {served}</source>
        <translation>{chosen}, jetzt {served}</translation>
    </message>
    <message>
        <source>{condition}, at most once in {seconds} s</source>
        <translation>{condition}, höchstens einmal in {seconds} s</translation>
    </message>
    <message>
        <source>{condition}, confidence at least {confidence}</source>
        <translation>{condition}, Konfidenz mindestens {confidence}</translation>
    </message>
    <message>
        <source>{condition}: {actions}</source>
        <translation>{condition}: {actions}</translation>
    </message>
    <message>
        <source>{count} GFLOPs</source>
        <translation>{count} GFLOPs</translation>
    </message>
    <message>
        <source>{count} boxes</source>
        <translation>{count} Boxen</translation>
    </message>
    <message>
        <source>{count} bytes found</source>
        <translation>{count} Byte gefunden</translation>
    </message>
    <message>
        <source>{count} channels</source>
        <translation>{count} Kanäle</translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation>{count} Parameter</translation>
    </message>
    <message>
        <source>{date} and {time} are replaced</source>
        <translation>{date} und {time} werden ersetzt</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{duration} left</source>
        <translation>noch {duration}</translation>
    </message>
    <message>
        <source>{encoder} encodes {fps} images per second here</source>
        <translation>{encoder} kodiert hier {fps} Bilder pro Sekunde</translation>
    </message>
    <message numerus="yes">
        <source>{files}, results of %n frames</source>
        <comment>{files}, results of 1 frame</comment>
        <translation>
            <numerusform>{files}, Ergebnisse von %n Bild</numerusform>
            <numerusform>{files}, Ergebnisse von %n Bildern</numerusform>
        </translation>
    </message>
    <message>
        <source>{file} does not fit the cfg of {model}</source>
        <translation>{file} passt nicht zur cfg von {model}</translation>
    </message>
    <message>
        <source>{file} exists already</source>
        <translation>{file} gibt es schon</translation>
    </message>
    <message>
        <source>{file} fits the cfg of {model}, which is included</source>
        <translation>{file} passt zur mitgelieferten cfg von {model}</translation>
    </message>
    <message>
        <source>{file} fits {model}, but its checksum is not the published one: trained anew, or damaged</source>
        <translation>{file} passt zu {model}, hat aber nicht die veröffentlichte Prüfsumme: neu trainiert oder beschädigt</translation>
    </message>
    <message>
        <source>{file} has {length} bytes, but the weights of {model} have {expected}</source>
        <translation>{file} hat {length} Bytes, die Gewichte von {model} haben aber {expected}</translation>
    </message>
    <message>
        <source>{file} holds nothing below {score}.</source>
        <translation>{file} enthält nichts unter {score}.</translation>
    </message>
    <message>
        <source>{file} holds only the boxes that were shown, so the overlap is fixed.</source>
        <translation>{file} enthält nur die angezeigten Boxen; die Überlappung steht fest.</translation>
    </message>
    <message>
        <source>{file} holds the weights of {other}, not those of {model}</source>
        <translation>{file} enthält die Gewichte von {other}, nicht die von {model}</translation>
    </message>
    <message>
        <source>{model} can be used, but see the warnings</source>
        <translation>{model} lässt sich verwenden, aber siehe Warnungen</translation>
    </message>
    <message>
        <source>{model} can be used: its files fit together</source>
        <translation>{model} lässt sich verwenden: Die Dateien passen zusammen</translation>
    </message>
    <message>
        <source>{model} cannot be used: its files do not fit together</source>
        <translation>{model} lässt sich nicht verwenden: Die Dateien passen nicht zusammen</translation>
    </message>
    <message>
        <source>{model} detects {classes}: {names}.</source>
        <translation>{model} erkennt {classes}: {names}.</translation>
    </message>
    <message>
        <source>{model} finds more: about {fps} frames per second on this computer.</source>
        <translation>{model} findet mehr: etwa {fps} Bilder pro Sekunde auf diesem Computer.</translation>
    </message>
    <message>
        <source>{model} finds more: accuracy {ap50}, about {fps} frames per second on this computer.</source>
        <translation>{model} findet mehr: Genauigkeit {ap50}, etwa {fps} Bilder pro Sekunde auf diesem Computer.</translation>
    </message>
    <message>
        <source>{model} has an input of {size} pixels.</source>
        <translation>{model} hat eine Eingabe von {size} Pixeln.</translation>
    </message>
    <message>
        <source>{model} has been downloaded</source>
        <translation>{model} wurde heruntergeladen</translation>
    </message>
    <message>
        <source>{model} is already in the list</source>
        <translation>{model} ist schon in der Liste</translation>
    </message>
    <message>
        <source>{model} is ready.</source>
        <translation>{model} ist bereit.</translation>
    </message>
    <message>
        <source>{model} is ready: length and checksum of its weights are right</source>
        <translation>{model} ist bereit: Länge und Prüfsumme der Gewichte stimmen</translation>
    </message>
    <message>
        <source>{model} was deleted from this computer</source>
        <translation>{model} wurde von diesem Computer gelöscht</translation>
    </message>
    <message>
        <source>{model} was not added: its files do not fit together</source>
        <translation>{model} wurde nicht hinzugefügt: Die Dateien passen nicht zusammen</translation>
    </message>
    <message>
        <source>{model} was removed from the list; its files stay where they are</source>
        <translation>{model} wurde aus der Liste entfernt; die Dateien bleiben, wo sie sind</translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names} und {count} weitere</translation>
    </message>
    <message>
        <source>{name}, found at {time}</source>
        <translation>{name}, gefunden bei {time}</translation>
    </message>
    <message>
        <source>{name}, hidden, {count} in the image</source>
        <translation>{name}, ausgeblendet, {count} im Bild</translation>
    </message>
    <message>
        <source>{name}, not found at {time}</source>
        <translation>{name}, nicht gefunden bei {time}</translation>
    </message>
    <message>
        <source>{name}, shown, {count} in the image</source>
        <translation>{name}, angezeigt, {count} im Bild</translation>
    </message>
    <message>
        <source>{name}: {size} pixels, {rate}.</source>
        <translation>{name}: {size} Pixel, {rate}.</translation>
    </message>
    <message>
        <source>{name}: {size} pixels.</source>
        <translation>{name}: {size} Pixel.</translation>
    </message>
    <message>
        <source>{number} auto</source>
        <translation>{number} auto</translation>
    </message>
    <message>
        <source>{number} days</source>
        <translation>{number} Tage</translation>
    </message>
    <message>
        <source>{number} fps</source>
        <translation>{number} fps</translation>
    </message>
    <message>
        <source>{number} hours</source>
        <translation>{number} Stunden</translation>
    </message>
    <message>
        <source>{number} minutes</source>
        <translation>{number} Minuten</translation>
    </message>
    <message>
        <source>{number} seconds</source>
        <translation>{number} Sekunden</translation>
    </message>
    <message>
        <source>{position} of {length}</source>
        <translation>{position} von {length}</translation>
    </message>
    <message>
        <source>{receiver} has taken the test message</source>
        <translation>{receiver} hat die Testnachricht angenommen</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{section} is at its defaults</source>
        <translation>„{section}“ hat Standardwerte</translation>
    </message>
    <message>
        <source>{section} section</source>
        <translation>Abschnitt {section}</translation>
    </message>
    <message>
        <source>{shown} of {total} shown</source>
        <translation>{shown} von {total} angezeigt</translation>
    </message>
    <message>
        <source>{size} pixels</source>
        <translation>{size} Pixel</translation>
    </message>
    <message>
        <source>{text}; it will be used as soon as it is ready</source>
        <translation>{text}; es wird verwendet, sobald es bereit ist</translation>
    </message>
    <message>
        <source>{title}, curves of the last minute</source>
        <translation>{title}, Kurven der letzten Minute</translation>
    </message>
    <message>
        <source>{type} ({count} groups)</source>
        <translation>{type} ({count} Gruppen)</translation>
    </message>
    <message>
        <source>{width} × {height} pixels at {x}, {y}</source>
        <translation>{width} × {height} Pixel bei {x}, {y}</translation>
    </message>
    <message>
        <source>“{text}” was not taken: expected a number from {low} to {high}, or 35%.</source>
        <translation>„{text}“ wurde nicht übernommen: Erwartet wird eine Zahl von {low} bis {high} oder 35%.</translation>
    </message>
    <message>
        <source>“{text}” was not taken: expected a number from {low} to {high}.</source>
        <translation>„{text}“ wurde nicht übernommen: Erwartet wird eine Zahl von {low} bis {high}.</translation>
    </message>
</context>
</TS>
